package dev.easel.calculators.generate.model;

import java.util.Locale;

/**
 * What the load of a model takes, part after part.
 *
 * <p><b>Threads</b>: one.
 */
public final class LoadParts {
  private static final double NANOS = 1e9;

  private final StringBuilder parts = new StringBuilder();
  private final long begun = System.nanoTime();
  private long last = begun;

  /** A part is over, which began with the end of the one before. */
  public void ends(String part) {
    long now = System.nanoTime();
    parts.append(parts.isEmpty() ? ": " : ", ");
    parts.append(part).append(String.format(Locale.ROOT, " %.2f", (now - last) / NANOS));
    last = now;
  }

  /** All parts so far, in seconds. */
  public String text() {
    return String.format(Locale.ROOT, "%.2f s%s", (last - begun) / NANOS, parts);
  }
}
