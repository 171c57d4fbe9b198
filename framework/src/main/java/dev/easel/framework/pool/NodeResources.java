package dev.easel.framework.pool;

import dev.easel.framework.resource.SharedResource;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shared resources of a graph's nodes, as one side packet's value.
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Ownership:</b> the resources belong to the {@link SharedResources} that opened them.
 */
public final class NodeResources {
  private final Map<String, SharedResource> byNode;

  NodeResources(Map<String, SharedResource> byNode) {
    this.byNode = Map.copyOf(byNode);
  }

  /** The resource of the node with this canonical name. */
  public Optional<SharedResource> resource(String nodeName) {
    return Optional.ofNullable(byNode.get(nodeName));
  }

  /**
   * The resource of a type that belongs to a node: its own, or that of the only node which has one,
   * or that of the only one inside the same subgraph.
   *
   * <p><b>Failure:</b> {@code FAILED_PRECONDITION} when there is none or more than one.
   */
  public <T> T nearest(String nodeName, Class<T> type) {
    SharedResource own = byNode.get(nodeName);
    if (type.isInstance(own)) {
      return type.cast(own);
    }
    List<T> found = ofType(type, "");
    if (found.size() > 1) {
      found = ofType(type, within(nodeName));
    }
    if (found.size() != 1) {
      throw notOne(nodeName, " of type " + type.getSimpleName(), found.size());
    }
    return found.get(0);
  }

  /** A node's mistake that looks for one resource and finds another number. */
  static StatusException notOne(String nodeName, String which, int found) {
    return new StatusException(
        StatusCode.FAILED_PRECONDITION,
        "node \"%s\" needs one resource%s; there are %d, give each model's nodes a side packet of their own"
            .formatted(nodeName, which, found));
  }

  /** What the names of all nodes of a node's subgraph begin with. */
  static String within(String nodeName) {
    return nodeName.substring(0, nodeName.lastIndexOf("__") + 1);
  }

  private <T> List<T> ofType(Class<T> type, String prefix) {
    return byNode.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix) && type.isInstance(entry.getValue()))
        .map(entry -> type.cast(entry.getValue()))
        .distinct()
        .toList();
  }
}
