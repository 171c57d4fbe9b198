package dev.easel.store.record;

import java.util.OptionalLong;

/**
 * Sums of a day, such as what a key has used. Days are counted from 1970, by whoever calls.
 *
 * <p><b>Threads</b>: any; all servers of one store add to the same sums. <b>Failure</b>: {@link
 * dev.easel.store.failure.StoreException}.
 */
public interface CounterStore {

  /** Adds to a day's sum, which it returns; the amount may be negative. */
  long add(String counter, long day, long amount);

  /**
   * Adds to a day's sum unless it then is more than a limit, in one step.
   *
   * @return the new sum; empty when nothing was added
   */
  OptionalLong addWithin(String counter, long day, long amount, long limit);

  /** A day's sum; 0 for one to which nothing was added. */
  long read(String counter, long day);

  /** Forgets the sums of all days before one. */
  void forgetBefore(long day);
}
