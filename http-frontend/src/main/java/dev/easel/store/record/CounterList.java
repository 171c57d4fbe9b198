package dev.easel.store.record;

import java.util.SortedMap;

/**
 * Shows the sums of a day.
 *
 * <p><b>Threads</b>: any. <b>Failure</b>: {@link dev.easel.store.failure.StoreException}.
 */
@FunctionalInterface
public interface CounterList {

  /**
   * The sums of a day whose names begin with something.
   *
   * @param prefix ASCII text, which may be empty
   */
  SortedMap<String, Long> list(long day, String prefix);
}
