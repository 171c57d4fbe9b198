package dev.easel.store.journal;

import java.util.List;
import java.util.function.Consumer;

/**
 * Hands what many threads put over to one thread, in batches of what has gathered.
 *
 * <p><b>Who waits</b>: the taker's thread, which belongs to the hand-over, for the next thing; who
 * puts, only while as much is held as may be. <b>Who wakes</b>: who puts. <b>Who closes</b>:
 * whoever started it, when nobody puts any more; what was put is still taken.
 *
 * @param <T> what is handed over
 */
public interface HandOver<T> extends AutoCloseable {

  /**
   * Starts the taker's thread.
   *
   * @param taker called with one or more things in the order in which they were put; must not fail
   */
  void start(Consumer<List<T>> taker);

  /** Puts one thing. */
  void put(T thing);

  /** Waits until all was taken. */
  @Override
  void close();
}
