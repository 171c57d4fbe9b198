package dev.easel.genai.error;

/**
 * A model's worker process ended, and what was asked of it cannot be had.
 *
 * <p>Either the request has ended two processes and is refused for a while, or the model itself
 * cannot be loaded any more.
 */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isForLater;

  /**
   * Says what happened.
   *
   * @param message names no files: it may be for people who are not to know of them
   * @param isForLater whether the same request may succeed later
   */
  public WorkerFailedException(String message, boolean isForLater) {
    super(message);
    this.isForLater = isForLater;
  }

  /** The same with the whole account of it. */
  public WorkerFailedException(String message, boolean isForLater, Throwable cause) {
    super(message, cause);
    this.isForLater = isForLater;
  }

  /** Whether the same request may succeed later; otherwise the request is to blame, it seems. */
  public boolean isForLater() {
    return isForLater;
  }
}
