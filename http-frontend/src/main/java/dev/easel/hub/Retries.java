package dev.easel.hub;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Tries again what a network spoils.
 *
 * @param most how many attempts there are
 * @param pause how long the first pause is; each further one is twice as long
 * @param stall after how long without a byte a connection is given up
 */
record Retries(int most, Duration pause, Duration stall) {

  static final Retries STANDARD = new Retries(6, Duration.ofSeconds(1), Duration.ofSeconds(30));

  /** Something that may fail for a while. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * The first result; what is certain to fail again is not tried again.
   *
   * @param uri what is asked for; a message names its host alone, since the rest may hold a key
   */
  <T> T call(URI uri, Attempt<T> attempt) throws InterruptedException {
    Duration wait = pause;
    for (int i = 1; ; i++) {
      try {
        return attempt.run();
      } catch (StatusException e) {
        if (e.code() != StatusCode.UNAVAILABLE || i == most) {
          throw e;
        }
      } catch (IOException e) {
        if (i == most) {
          throw new StatusException(
              StatusCode.UNAVAILABLE,
              "%s cannot be reached: %s; https_proxy names a proxy, HF_ENDPOINT another hub"
                  .formatted(host(uri), describe(e)),
              e);
        }
      }
      Thread.sleep(wait.toMillis());
      wait = wait.multipliedBy(2);
    }
  }

  private static String host(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port;
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
