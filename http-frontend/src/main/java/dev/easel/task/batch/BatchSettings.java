package dev.easel.task.batch;

import java.time.Duration;

/**
 * How batches are run.
 *
 * @param worker this server's name among those that share the store
 * @param lease after what time of silence another server goes on with a batch
 * @param slice after what time a server gives a batch back, so that others have their turn
 * @param lines the most requests of a batch
 * @param lineBytes the longest line
 * @param window how many requests of a batch wait or run at once
 * @param keep how long the answer of a line is kept until it is in the batch's file
 */
public record BatchSettings(
    String worker,
    Duration lease,
    Duration slice,
    int lines,
    int lineBytes,
    int window,
    Duration keep) {

  /** OpenAI's 50000 lines, each of at most 16 MiB; sixteen on their way. */
  public static BatchSettings standard(String worker, Duration lease) {
    return new BatchSettings(
        worker, lease, Duration.ofMinutes(1), 50_000, 16 << 20, 16, Duration.ofDays(2));
  }
}
