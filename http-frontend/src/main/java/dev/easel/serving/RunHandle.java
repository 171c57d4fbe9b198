package dev.easel.serving;

import dev.easel.framework.status.StatusException;

/**
 * One run of a servable's graph, held by whoever started it.
 *
 * <p><b>Threads</b>: any thread may call any method at any time, also after the end, when they do
 * nothing; none of them waits.
 */
public interface RunHandle {

  /** Stops the run; its listener is then told of the end with {@code reason}. */
  void cancel(StatusException reason);

  /** Stops the run if it waits, or is about to; one whose turn has come goes on. */
  void stopWaiting(StatusException reason);

  /** Stops scheduling the graph's nodes until {@link #resume()}: the reader of its output lags. */
  void pause();

  /** Goes on after {@link #pause()}. */
  void resume();
}
