package dev.easel.store.task;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;

/** Where a task is. */
public enum TaskState {
  /** It waits for somebody who takes it. */
  QUEUED(0),
  /** Somebody has taken it. */
  RUNNING(1),
  /** Its result is there. */
  COMPLETED(2),
  /** Its error is there; without one, it is a dead letter. */
  FAILED(3),
  /** Its owner did not want it any more. */
  CANCELLED(4),
  /** It waited too long, or its result was kept for as long as was promised. */
  EXPIRED(5);

  private final int number;

  TaskState(int number) {
    this.number = number;
  }

  /** What stands for it in a store. */
  public int number() {
    return number;
  }

  /** The one that a number stands for. */
  public static TaskState of(int number) {
    for (TaskState each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    throw new StoreException(StoreFailure.DAMAGED, "no task's state is " + number);
  }

  /** Whether nothing but forgetting it can follow. */
  public boolean isEnd() {
    return this != QUEUED && this != RUNNING;
  }
}
