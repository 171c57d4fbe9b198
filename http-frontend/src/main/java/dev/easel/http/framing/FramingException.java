package dev.easel.http.framing;

/**
 * What a client sent is no request, or none that can be told from the next one.
 *
 * <p><b>Threads</b>: immutable.
 */
@SuppressWarnings("serial") // it never leaves the process
public final class FramingException extends RuntimeException {

  private final int status;

  FramingException(int status, String reason) {
    super(reason, null, false, false); // nobody looks for the place in the code: no stack trace
    this.status = status;
  }

  static FramingException malformed(String reason) {
    return new FramingException(400, reason);
  }

  /** The HTTP status of the answer. */
  public int status() {
    return status;
  }

  /** What is wrong and what would be right. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
