package dev.easel.http.error;

/**
 * Ends the making of an answer with an error instead.
 *
 * <p><b>Threads</b>: immutable.
 */
@SuppressWarnings("serial") // it never leaves the process
public final class Refusal extends RuntimeException {
  private final ErrorAnswer answer;

  /** With what the client is told. */
  public Refusal(ErrorAnswer answer) {
    super(answer.error().message(), null, false, false);
    this.answer = answer;
  }

  /** What the client is told. */
  public ErrorAnswer answer() {
    return answer;
  }
}
