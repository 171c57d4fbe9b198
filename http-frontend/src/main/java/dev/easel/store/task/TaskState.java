package dev.easel.store.task;

/** Where a task is. */
public enum TaskState {
  /** It waits for somebody who takes it. */
  QUEUED,
  /** Somebody has taken it. */
  RUNNING,
  /** Its result is there. */
  COMPLETED,
  /** Its error is there; without one, it is a dead letter. */
  FAILED,
  /** Its owner did not want it any more. */
  CANCELLED,
  /** It waited too long, or its result was kept for as long as was promised. */
  EXPIRED;

  /** Whether nothing but forgetting it can follow. */
  public boolean isEnd() {
    return this != QUEUED && this != RUNNING;
  }
}
