package dev.easel.http.trace;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes part in distributed traces with a span of each request and of each run of a stored task.
 *
 * <p><b>Threads</b>: any; no method but {@link #close} waits.
 *
 * <p><b>Ownership</b>: whoever opened it closes it, after the last request.
 */
public interface Spans extends AutoCloseable {

  /** Takes part in none, which costs nothing. */
  Spans NONE = (method, route, path, headers) -> RequestSpan.NONE;

  /**
   * A request's head has arrived.
   *
   * @param route asked for the path without names; "" where nothing answers under it
   * @param headers under lower-case names
   */
  RequestSpan begin(
      String method, Supplier<String> route, String path, Map<String, String> headers);

  /**
   * The run of a stored task begins, in a trace of its own.
   *
   * @param path that of the request
   * @param headers of the request that stored the task, under lower-case names
   */
  default RequestSpan beginTask(String id, String path, Map<String, String> headers) {
    return RequestSpan.NONE;
  }

  /** Sends what has ended, as far as it can in two seconds. */
  @Override
  default void close() {}
}
