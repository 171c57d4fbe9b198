package dev.easel.framework.pool;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.resource.ResourceFactory;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

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

  /**
   * Opens the resources of every node whose calculator declares one. They travel in the side packet
   * that the node names at the declared tag. Nodes whose resources are {@linkplain
   * dev.easel.framework.resource.ResourceFactory#identity the same} share one.
   */
  public static SharedResources open(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    List<SharedResource> opened = new ArrayList<>();
    Map<Identity, SharedResource> known = new HashMap<>();
    Map<String, Map<String, SharedResource>> bySidePacket = new LinkedHashMap<>();
    BorrowedResources.mistakes(description, baseDirectory, settings).stream()
        .findFirst()
        .ifPresent(
            mistake -> {
              throw mistake;
            });
    try {
      for (NodePlan node : description.plan().nodes()) {
        Optional<CalculatorRegistry.Resource> declared =
            description.registry().resource(node.type());
        if (declared.isPresent()) {
          String sidePacket = sidePacket(node, declared.get());
          ResourceRequest request =
              new ResourceRequest(node.name(), node.options(), baseDirectory, settings);
          Identity identity = Identity.of(node, declared.get(), request);
          SharedResource resource = known.get(identity);
          if (resource == null) {
            resource = open(declared.get(), request);
            opened.add(resource);
            known.put(identity, resource);
          }
          bySidePacket
              .computeIfAbsent(sidePacket, name -> new LinkedHashMap<>())
              .put(node.name(), resource);
        }
      }
    } catch (RuntimeException | Error e) {
      closeAll(opened, e);
      throw e;
    }
    Map<String, Packet> packets = new LinkedHashMap<>();
    bySidePacket.forEach((name, nodes) -> packets.put(name, Packet.of(new NodeResources(nodes))));
    return new SharedResources(opened, packets);
  }

  /** What two nodes must have in common to share a resource. */
  record Identity(String calculator, Object ofRequest) {

    static Identity of(
        NodePlan node, CalculatorRegistry.Resource declared, ResourceRequest request) {
      return new Identity(node.type(), declared.factory().identity(request));
    }
  }

  /**
   * Looks, without opening them, whether the resources of a graph could be opened.
   *
   * @return why not, one status for each node whose resource could not
   */
  public static List<StatusException> check(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    List<StatusException> found = new ArrayList<>();
    for (NodePlan node : description.plan().nodes()) {
      description
          .registry()
          .resource(node.type())
          .ifPresent(
              declared -> {
                ResourceRequest request =
                    new ResourceRequest(node.name(), node.options(), baseDirectory, settings);
                try {
                  calling(
                      request,
                      () -> {
                        sidePacket(node, declared);
                        declared.factory().check(request);
                        return true;
                      });
                } catch (StatusException e) {
                  found.add(e);
                }
              });
    }
    found.addAll(BorrowedResources.mistakes(description, baseDirectory, settings));
    return found;
  }

  /** What is to be known of resources that could be opened, without opening them. */
  public static List<String> warnings(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    return collect(description, baseDirectory, settings, ResourceFactory::warnings);
  }

  /** The further names that the graph's resources would ask for, without opening them. */
  public static List<String> aliases(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    return collect(description, baseDirectory, settings, ResourceFactory::aliases);
  }

  /** Those of them under which the graph does something else than under its own name. */
  public static List<String> variants(
      GraphDescription description, Path baseDirectory, Map<String, String> settings) {
    return collect(description, baseDirectory, settings, ResourceFactory::variants);
  }

  /** What a factory is asked about its nodes. */
  private interface Question {
    List<String> ask(ResourceFactory factory, ResourceRequest request) throws Exception;
  }

  private static List<String> collect(
      GraphDescription description,
      Path baseDirectory,
      Map<String, String> settings,
      Question question) {
    List<String> found = new ArrayList<>();
    for (NodePlan node : description.plan().nodes()) {
      description
          .registry()
          .resource(node.type())
          .ifPresent(
              declared -> {
                ResourceRequest request =
                    new ResourceRequest(node.name(), node.options(), baseDirectory, settings);
                found.addAll(calling(request, () -> question.ask(declared.factory(), request)));
              });
    }
    return found.stream().distinct().toList();
  }

  private static String sidePacket(NodePlan node, CalculatorRegistry.Resource declared) {
    int id = node.inputSidePackets().id(declared.sidePacketTag(), 0);
    if (id < 0) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "node \"%s\" has no input_side_packet: \"%s:…\", which carries its resource"
              .formatted(node.name(), declared.sidePacketTag()));
    }
    return node.inputSidePackets().name(id);
  }

  private static SharedResource open(
      CalculatorRegistry.Resource declared, ResourceRequest request) {
    return calling(
        request,
        () -> {
          SharedResource resource = declared.factory().open(request);
          if (resource == null) {
            throw new StatusException(StatusCode.INTERNAL, "there is none");
          }
          return resource;
        });
  }

  /** Calls a factory, which may throw anything. */
  private static <T> T calling(ResourceRequest request, Callable<T> call) {
    String where =
        "the resource of node \"" + written(request.nodeName()) + "\" cannot be opened: ";
    try {
      return call.call();
    } catch (StatusException e) {
      throw e.prefixed(where);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, where + "interrupted", e);
    } catch (Exception e) {
      throw new StatusException(StatusCode.UNKNOWN, where + e, e);
    }
  }

  /** The name of the node as its graph has it, and not of a node in the subgraph that it became. */
  private static String written(String nodeName) {
    int inside = nodeName.indexOf("__", 1);
    return inside < 0 ? nodeName : nodeName.substring(0, inside);
  }

  /** What runs of the graph are started with; each value is a {@link NodeResources}. */
  public Map<String, Packet> sidePackets() {
    return sidePackets;
  }

  /** The further names of the graph that its resources ask for. */
  public List<String> aliases() {
    return opened.stream().flatMap(r -> r.aliases().stream()).distinct().toList();
  }

  /** Those of the resources that are of a type, in the order of the nodes. */
  public <T> List<T> all(Class<T> type) {
    return opened.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Whether the graph is listed under its own name, which any resource may refuse. */
  public boolean isListed() {
    return opened.stream().allMatch(SharedResource::isListed);
  }

  @Override
  public void close() {
    RuntimeException failure = new IllegalStateException("a shared resource cannot be closed");
    closeAll(opened, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  /** Closes them whatever happens: what one throws keeps no other open. */
  private static void closeAll(List<SharedResource> resources, Throwable failure) {
    for (int i = resources.size() - 1; i >= 0; i--) {
      try {
        resources.get(i).close();
      } catch (RuntimeException | Error e) {
        failure.addSuppressed(e);
      }
    }
  }
}
