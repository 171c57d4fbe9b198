package dev.easel.http.store;

import dev.easel.calculators.http.ImageStore;

/**
 * A store that a server has opened.
 *
 * <p><b>Ownership</b>: whoever opened it closes it, after the last run has ended; what is asked of
 * it then fails as if the store could not be reached.
 */
public interface OpenStore extends ImageStore, AutoCloseable {

  /** Ends its threads and connections; what a durable store keeps stays. */
  @Override
  void close();
}
