package dev.easel.store.failure;

/** Why a store could not do what it was asked for. */
public enum StoreFailure {
  /** The disk is full, or the Redis has reached its memory. What was there is untouched. */
  NO_ROOM,
  /** As many tasks wait as may wait. */
  LINE_FULL,
  /** One thing is larger than the store takes. */
  TOO_LARGE,
  /** The store cannot be reached, or does not answer in time. It comes back by itself. */
  UNAVAILABLE,
  /** Another process has the folder open. */
  IN_USE,
  /** The store was written by a newer version of Easel, or by something else. */
  WRONG_VERSION,
  /** What was read makes no sense, or could not be read. */
  DAMAGED,
  /** The store was closed. */
  CLOSED
}
