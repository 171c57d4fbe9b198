package dev.easel.framework.resource;

import java.util.List;
import java.util.Map;

/**
 * Opens what a node shares between the runs of its graph.
 *
 * <p><b>Threads:</b> called by the thread that loads the graph for use.
 */
@FunctionalInterface
public interface ResourceFactory {
  /** Opens the resource of one node; the caller closes it. */
  SharedResource open(ResourceRequest request) throws Exception;

  /**
   * Looks, without opening anything costly, whether the resource could be opened; throws what
   * opening it would throw. Without more, nothing is looked at.
   */
  default void check(ResourceRequest request) throws Exception {}

  /**
   * What is to be known of a resource although it could be opened; may throw what opening throws.
   */
  default List<String> warnings(ResourceRequest request) throws Exception {
    return List.of();
  }

  /** The further names that the opened resource would ask for; may throw what opening throws. */
  default List<String> aliases(ResourceRequest request) throws Exception {
    return variants(request);
  }

  /**
   * Those of the further names under which the graph does something else than under its own, which
   * none of them may be therefore; may throw what opening throws.
   */
  default List<String> variants(ResourceRequest request) throws Exception {
    return List.of();
  }

  /**
   * A program that starts may open resources soon, whose requests have these settings: what takes
   * long to start can be begun now. {@link #settle} follows.
   */
  default void prepare(Map<String, String> settings) {}

  /** The program has opened what it begins with: what was prepared and not used is to go. */
  default void settle() {}

  /**
   * What tells the resources of one calculator type apart: nodes for which it is equal share one
   * resource. Without more, each node has its own.
   */
  default Object identity(ResourceRequest request) {
    return request.nodeName();
  }
}
