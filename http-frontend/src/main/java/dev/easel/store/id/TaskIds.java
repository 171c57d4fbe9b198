package dev.easel.store.id;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes the ids of tasks: the time, so that those of one hour stand together in an index, and 80
 * bits that nobody guesses.
 */
public final class TaskIds {
  private static final String PREFIX = "imgtask_";
  private static final int RANDOM_BYTES = 10;
  private static final int TIME_DIGITS = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private TaskIds() {}

  /** An id that was never made before. */
  public static String next(long dateMillis) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return PREFIX
        + HexFormat.of().toHexDigits(dateMillis, TIME_DIGITS)
        + HexFormat.of().formatHex(random);
  }
}
