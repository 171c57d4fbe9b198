package dev.easel.store.failure;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked for. The message says what would help. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreFailure failure;

  /** Says why. */
  public StoreException(StoreFailure failure, String message) {
    this(failure, message, null);
  }

  /** Says why, and what the store's engine said. */
  public StoreException(StoreFailure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /** Which of the reasons it is. */
  public StoreFailure failure() {
    return failure;
  }
}
