package dev.easel.store.record;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Sums of a day, such as what a key has used. Days are counted from 1970, by whoever calls.
 *
 * <p><b>Threads</b>: any; all servers of one store add to the same sums. <b>Failure</b>: {@link
 * dev.easel.store.failure.StoreException}.
 */
public interface CounterStore extends CounterList {

  /** Adds to a day's sum, which it returns; the amount may be negative. */
  long add(String counter, long day, long amount);

  /**
   * Adds to several sums of a day in one step. When it fails nobody may know whether it was done:
   * done again with the same turn, it adds nothing twice.
   *
   * @param writer who adds, one step after another; a name that nobody else has
   * @param turn larger with each new step of the writer
   * @return the sums of these counters as they are then
   */
  Map<String, Long> addAll(String writer, long turn, long day, Map<String, Long> amounts);

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
