package dev.easel.framework.pool;

import dev.easel.framework.calculator.SharedResource;
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
}
