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

  /** What is written for programmers; no digits of an escape stand before a class's name. */
  private static final Pattern JAVA_NAME =
      Pattern.compile(
          "\\b(?:java|javax|jdk|sun|com\\.fasterxml|dev\\.easel)\\.\\w|\\b[A-Z]\\w*Exception\\b");

  private static final int REPETITIONS = 5;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final int factor;
  private final Target target;
  private final Target.Reader reader;

  Reading(Target target) {
    this(target, 1);
  }

  /**
   * One target's reader.
   *
   * @param factor what its bound is multiplied with, where others watch and take memory as well
   */
  Reading(Target target, int factor) {
    this.factor = factor;
    // What damaged files are warned of, a million times over.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    this.target = target;
    this.reader = target.open();
  }

  /** Reads once; the reason of a refusal. */
  Optional<String> read(byte[] input) throws Exception {
    long most = factor * target.mostBytes(input.length);
    long start = threads.getCurrentThreadAllocatedBytes();
    Optional<String> refusal = attempt(input);
    if (threads.getCurrentThreadAllocatedBytes() - start > most) {
      checkCost(input, most);
    }
    refusal.ifPresent(reason -> check(reason, input));
    return refusal;
  }

  /** The first times may have loaded classes, which Jazzer changes on this thread. */
  private void checkCost(byte[] input, long most) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < REPETITIONS && least > most; i++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      Optional<String> unused = attempt(input);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - start);
    }
    if (least > most) {
      throw new AssertionError(
          "%,d bytes were taken for an input of %,d; at most %,d may be"
              .formatted(least, input.length, most));
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
