package dev.easel.store.task;

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

  /** Checks that the limits allow anything. */
  public TaskLimits {
    if (bodyBytes < 1 || outcomeBytes < 1 || waiting < 1 || takers < 1) {
      throw new IllegalArgumentException("a task store needs room for at least one task");
    }
  }
}
