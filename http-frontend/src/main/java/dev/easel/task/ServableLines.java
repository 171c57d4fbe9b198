package dev.easel.task;

/**
 * The lines in which tasks wait for a servable: one for those for whom somebody waits, and one for
 * batches, which is served only while the servable has nothing else to do.
 *
 * <p>In a store each is a name of its own, since a store hands out by names.
 */
public final class ServableLines {

  /** No servable has a name with a control character. */
  private static final String BATCH = "\u0001batch";

  private ServableLines() {}

  /** The line of a servable's batches. */
  public static String batch(String servable) {
    return servable + BATCH;
  }

  /** Whether a line is one of batches. */
  public static boolean isBatch(String line) {
    return line.endsWith(BATCH);
  }

  /** The servable of a line. */
  public static String servable(String line) {
    return isBatch(line) ? line.substring(0, line.length() - BATCH.length()) : line;
  }
}
