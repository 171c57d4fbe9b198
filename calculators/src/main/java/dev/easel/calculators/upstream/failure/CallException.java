package dev.easel.calculators.upstream.failure;

/**
 * Carries a {@link CallFailure} through futures.
 *
 * <p><b>Threads</b>: immutable.
 */
@SuppressWarnings("serial") // it never leaves the process
public final class CallException extends RuntimeException {

  private final CallFailure failure;

  /** With what went wrong. */
  public CallException(CallFailure failure) {
    super(failure.detail(), failure.answer(), false, false);
    this.failure = failure;
  }

  /** What went wrong. */
  public CallFailure failure() {
    return failure;
  }
}
