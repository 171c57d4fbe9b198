package dev.easel.store.task;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;

/** Which tasks go first. Those of one priority go in the order in which they came. */
public enum TaskPriority {
  /** Somebody waits for it. */
  INTERACTIVE(0),
  /** Nobody waits for this one: a line of a batch. */
  BATCH(1);

  private final int number;

  TaskPriority(int number) {
    this.number = number;
  }

  /** What stands for it in a store; the lower goes first. */
  public int number() {
    return number;
  }

  /** The one that a number stands for. */
  public static TaskPriority of(int number) {
    for (TaskPriority each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    throw new StoreException(StoreFailure.DAMAGED, "no task's priority is " + number);
  }
}
