package dev.easel.cli.shared;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What the start of a server takes, in parts.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param main when the program's first own line ran; before it is Java, since its own start: the
 *     process is older where the launcher has built what was missing
 * @param listening when the port was open; before it are the options, and the classes that they
 *     need
 */
public record StartTimes(Instant main, Instant listening) {
  // The program's first line has the class loaded, so that is when it ran.
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant MAIN = Instant.now();

  /** The program's first line. */
  public static void begin() {
    // What counts is that the class is there from now on.
  }

  /** The port is open. */
  public static StartTimes listens() {
    return new StartTimes(MAIN, Instant.now());
  }

  /** What each part took up to now, in seconds. */
  public String text() {
    Instant ready = Instant.now();
    Instant java = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    return String.format(
        Locale.ROOT,
        "ready after %.2f s: Java %.2f, options and port %.2f, servables %.2f",
        seconds(java, ready),
        seconds(java, main),
        seconds(main, listening),
        seconds(listening, ready));
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toNanos() / 1e9);
  }
}
