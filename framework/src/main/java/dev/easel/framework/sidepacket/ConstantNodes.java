package dev.easel.framework.sidepacket;

import dev.easel.framework.packet.Packet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What nodes without streams made in a graph's last run, and of what.
 *
 * <p><b>Threads:</b> any.
 */
public final class ConstantNodes {
  private final Map<Integer, Made> byNode = new ConcurrentHashMap<>();

  private record Made(List<Object> inputs, List<Packet> outputs) {}

  /** Nothing yet. */
  public ConstantNodes() {}

  void keep(int node, List<Object> inputs, List<Packet> outputs) {
    byNode.put(node, new Made(List.copyOf(inputs), List.copyOf(outputs)));
  }

  /** What the node made, if it was of the very same values. */
  Optional<List<Packet>> made(int node, List<Object> inputs) {
    Made made = byNode.get(node);
    return made != null && same(made.inputs, inputs) ? Optional.of(made.outputs) : Optional.empty();
  }

  private static boolean same(List<Object> left, List<Object> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (left.get(i) != right.get(i)) {
        return false;
      }
    }
    return true;
  }
}
