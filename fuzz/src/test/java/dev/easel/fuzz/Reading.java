package dev.easel.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * One target's reader under watch: what it throws, says and takes.
 *
 * <p><b>Failure</b>: an {@link AssertionError} for what it must not do.
 */
final class Reading {

  /** What is written for programmers. */
  private static final Pattern JAVA_NAME =
      Pattern.compile(
          "\\b(?:java|javax|jdk|sun|com\\.fasterxml|dev\\.easel)\\.\\w|\\w+Exception\\b");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Target target;
  private final Target.Reader reader;

  Reading(Target target) {
    // What damaged files are warned of, a million times over.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    this.target = target;
    this.reader = target.open();
  }

  /** Reads once; the reason of a refusal. */
  Optional<String> read(byte[] input) throws Exception {
    long most = target.mostBytes(input.length);
    long start = threads.getCurrentThreadAllocatedBytes();
    Optional<String> refusal = attempt(input);
    if (threads.getCurrentThreadAllocatedBytes() - start > most) {
      checkCost(input, most);
    }
    refusal.ifPresent(reason -> check(reason, input));
    return refusal;
  }

  /** The first time may have loaded classes. */
  private void checkCost(byte[] input, long most) throws Exception {
    long start = threads.getCurrentThreadAllocatedBytes();
    Optional<String> unused = attempt(input);
    long cost = threads.getCurrentThreadAllocatedBytes() - start;
    if (cost > most) {
      throw new AssertionError(
          "%,d bytes were taken for an input of %,d; at most %,d may be"
              .formatted(cost, input.length, most));
    }
  }

  private Optional<String> attempt(byte[] input) throws Exception {
    try {
      reader.read(input);
      return Optional.empty();
    } catch (Exception e) {
      if (!target.mayThrow(e)) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** A reason is for people. */
  private static void check(String reason, byte[] input) {
    if (reason.isBlank() || reason.equals("null")) {
      throw new AssertionError("it was refused without a reason");
    }
    String text = new String(input, StandardCharsets.ISO_8859_1);
    JAVA_NAME
        .matcher(reason)
        .results()
        .filter(found -> !text.contains(found.group()))
        .findFirst()
        .ifPresent(
            found -> {
              throw new AssertionError("the reason names '" + found.group() + "': " + reason);
            });
  }
}
