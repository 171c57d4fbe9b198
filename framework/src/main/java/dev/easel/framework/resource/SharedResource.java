package dev.easel.framework.resource;

import java.util.List;

/**
 * Something costly, such as a loaded model, that all runs of a graph share.
 *
 * <p><b>Threads:</b> used by all runs at once; closed when no run uses it any more.
 *
 * <p><b>Ownership:</b> whoever opened the resources of a graph closes them.
 */
public interface SharedResource extends AutoCloseable {
  /** Further names under which the graph is to be found because of this resource. */
  default List<String> aliases() {
    return List.of();
  }

  /** Whether the graph is listed among the models under its own name, beside its aliases. */
  default boolean isListed() {
    return true;
  }

  @Override
  void close();
}
