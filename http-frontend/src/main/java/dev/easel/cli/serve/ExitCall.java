package dev.easel.cli.serve;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A call of {@code System.exit} that is not this program's own, such as one of a library that a
 * calculator uses. Nothing can refuse it on every JDK, so the log names it.
 */
final class ExitCall {
  private static final String OWN = "dev.easel.cli.";

  private ExitCall() {}

  /** The thread that ends the process, and where it does; empty when this program does it. */
  static Optional<String> find() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> isForeign(thread.getValue()))
        .map(ExitCall::describe)
        .findFirst();
  }

  private static boolean isForeign(StackTraceElement[] frames) {
    return Arrays.stream(frames).anyMatch(ExitCall::isExit)
        && Arrays.stream(frames).noneMatch(frame -> frame.getClassName().startsWith(OWN));
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
  }

  private static String describe(Map.Entry<Thread, StackTraceElement[]> thread) {
    return Arrays.stream(thread.getValue())
        .dropWhile(frame -> !isExit(frame))
        .map(frame -> "at " + frame)
        .collect(Collectors.joining(", ", "thread \"" + thread.getKey().getName() + "\" is ", ""));
  }
}
