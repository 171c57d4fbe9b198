package dev.easel.serving.plugin;

/**
 * What the classes of a jar call where they were written to end the process.
 *
 * <p><b>Threads</b>: any.
 */
@SuppressWarnings("DoNotCallSuggester") // rewritten classes call it
public final class ProcessExit {
  private ProcessExit() {}

  /** Stands for {@code System.exit}. */
  public static void exit(int status) {
    throw refusal("System.exit", status);
  }

  /** Stands for {@code Runtime.exit}. */
  public static void exit(Runtime runtime, int status) {
    throw refusal("Runtime.exit", status);
  }

  /** Stands for {@code Runtime.halt}. */
  public static void halt(Runtime runtime, int status) {
    throw refusal("Runtime.halt", status);
  }

  private static SecurityException refusal(String method, int status) {
    return new SecurityException(
        method
            + "("
            + status
            + ") is refused: it would end the server and all its requests; throw an exception,"
            + " which ends the run");
  }
}
