package dev.easel.store.task;

/** Which tasks go first. Those of one priority go in the order in which they came. */
public enum TaskPriority {
  /** Somebody waits for it. */
  INTERACTIVE,
  /** Nobody waits for this one: a line of a batch. */
  BATCH
}
