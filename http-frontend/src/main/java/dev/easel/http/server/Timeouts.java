package dev.easel.http.server;

import java.time.Duration;

/**
 * How long a connection may keep the server waiting.
 *
 * @param idle between two requests
 * @param head from a request's first byte to the end of its headers
 * @param bodyGap between two pieces of a body
 * @param body from the end of the headers to the end of the body
 * @param write without the client taking anything of an answer
 * @param run from the request's end to its run's, whatever the client allows
 * @param eventGap between two events of a stream, after which a comment is sent
 */
public record Timeouts(
    Duration idle,
    Duration head,
    Duration bodyGap,
    Duration body,
    Duration write,
    Duration run,
    Duration eventGap) {

  /** Kind to slow links, closed to those that only hold connections. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(75),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofSeconds(60),
          Duration.ofHours(24),
          Duration.ofSeconds(15));

  /** Checks that every time is positive. */
  public Timeouts {
    check("idle", idle);
    check("head", head);
    check("bodyGap", bodyGap);
    check("body", body);
    check("write", write);
    check("run", run);
    check("eventGap", eventGap);
  }

  /** The same with other limits for connections without a request, readers and runs. */
  public Timeouts with(Duration newIdle, Duration newWrite, Duration newRun) {
    return new Timeouts(newIdle, head, bodyGap, body, newWrite, newRun, eventGap);
  }

  private static void check(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("the timeout " + name + " must be positive");
    }
  }
}
