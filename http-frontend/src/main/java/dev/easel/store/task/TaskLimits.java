package dev.easel.store.task;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;

/**
 * How much a store takes.
 *
 * @param bodyBytes the largest request
 * @param outcomeBytes the largest result or error
 * @param waiting how many tasks may wait at once
 * @param takers how many takers a task may lose before it is a dead letter
 */
public record TaskLimits(int bodyBytes, int outcomeBytes, int waiting, int takers) {

  /** 64 MiB, 32 MiB, 1000000 waiting tasks, two takers. */
  public static final TaskLimits DEFAULT = new TaskLimits(64 << 20, 32 << 20, 1_000_000, 2);

  /** Refuses a request that is too large. */
  public void checkBody(byte[] bytes) {
    check("a task's request", bytes, bodyBytes);
  }

  /** Refuses a result or error that is too large. */
  public void checkOutcome(byte[] bytes) {
    check("a task's outcome", bytes, outcomeBytes);
  }

  private static void check(String what, byte[] bytes, int most) {
    if (bytes.length > most) {
      throw new StoreException(
          StoreFailure.TOO_LARGE,
          "%s has %s bytes, at most %s are kept".formatted(what, bytes.length, most));
    }
  }

  /** Checks that the limits allow anything. */
  public TaskLimits {
    if (bodyBytes < 1 || outcomeBytes < 1 || waiting < 1 || takers < 1) {
      throw new IllegalArgumentException("a task store needs room for at least one task");
    }
  }
}
