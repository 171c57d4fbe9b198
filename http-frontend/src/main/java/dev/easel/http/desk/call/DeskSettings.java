package dev.easel.http.desk.call;

import java.time.Duration;

/**
 * What a deployer decides about tasks, files and batches.
 *
 * @param patience how long a task may wait for its turn
 * @param keep how long a task's result is kept
 * @param tasks how many tasks of one owner may wait or run
 * @param taskBytes how many bytes the requests of these may have together
 * @param fileBytes the largest file
 * @param files how many files of one owner are kept
 * @param hasWebhooks whether the ends of tasks can be told
 */
public record DeskSettings(
    Duration patience,
    Duration keep,
    int tasks,
    long taskBytes,
    long fileBytes,
    int files,
    boolean hasWebhooks) {

  /** A day's wait and a day's keep, 1000 tasks, 1 GiB, 200 MiB a file, 1000 files. */
  public static final DeskSettings DEFAULT =
      new DeskSettings(
          Duration.ofDays(1), Duration.ofDays(1), 1000, 1L << 30, 200L << 20, 1000, false);

  /** Checks that the limits allow anything. */
  public DeskSettings {
    if (patience.toMillis() < 1
        || keep.toMillis() < 1
        || tasks < 1
        || taskBytes < 1
        || fileBytes < 1
        || files < 1) {
      throw new IllegalArgumentException("a desk needs room and time for at least one task");
    }
  }
}
