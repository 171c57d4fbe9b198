package dev.easel.genai.worker.host;

import java.util.Map;
import java.util.Optional;

/**
 * Why a process ended.
 *
 * @param text in a word
 * @param isOwnDoing whether what it worked on is to blame, and not somebody outside
 */
record ExitReason(String text, boolean isOwnDoing) {
  private static final int SIGNALLED = 128;

  private static final Map<Integer, String> OF_A_CRASH =
      Map.of(
          4, "SIGILL", 5, "SIGTRAP", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 11, "SIGSEGV", 31,
          "SIGSYS");

  private static final Map<Integer, String> FROM_OUTSIDE =
      Map.of(1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 9, "SIGKILL", 15, "SIGTERM");

  /** It gave no sign of life, or came no further, and was ended for that. */
  static final ExitReason HANG = new ExitReason("hang", true);

  /** It came to its end. */
  static final ExitReason ORDERLY = new ExitReason("exit 0", true);

  /** It was ended, and does not end. */
  static final ExitReason STUCK = new ExitReason("hang that no signal ends", true);

  /**
   * The reason by a process's exit status.
   *
   * @param crash the signal that Java reported, which then ended the process in its own way
   */
  static ExitReason of(int status, Optional<String> crash) {
    Optional<String> own = crash.or(() -> Optional.ofNullable(OF_A_CRASH.get(status - SIGNALLED)));
    if (own.isPresent()) {
      return new ExitReason(own.get(), true);
    }
    String outside = FROM_OUTSIDE.get(status - SIGNALLED);
    return outside == null
        ? new ExitReason("exit " + status, true)
        : new ExitReason(outside, false);
  }
}
