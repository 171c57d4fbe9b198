package dev.easel.store.task;

/**
 * What became of a submission.
 *
 * @param kind whether there is a new task
 * @param task the new task, or the one that came earlier under the same idempotency key
 */
public record Submission(Kind kind, StoredTask task) {

  /** What a submission can come to. */
  public enum Kind {
    /** The task was accepted. */
    NEW,
    /** The same was asked for before under the same key: that task is the answer. */
    REPEATED,
    /** Something else was asked for under the same key: nothing was accepted. */
    CONFLICT
  }
}
