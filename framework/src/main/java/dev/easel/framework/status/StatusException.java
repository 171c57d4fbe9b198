package dev.easel.framework.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, with its code.
 *
 * <p><b>Threads:</b> immutable, apart from what every {@link Throwable} allows.
 */
public class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StatusCode code;
  private final transient List<Throwable> failures;

  /** A failure of {@code code}, which is not {@link StatusCode#OK}. */
  public StatusException(StatusCode code, String message) {
    this(code, message, null, List.of());
  }

  /** The same, caused by {@code cause}. */
  public StatusException(StatusCode code, String message, @Nullable Throwable cause) {
    this(code, message, cause, List.of());
  }

  /**
   * A failure made of others.
   *
   * @param failures what calculators threw, as thrown
   */
  public StatusException(
      StatusCode code, String message, @Nullable Throwable cause, List<Throwable> failures) {
    super(message, cause);
    if (code == StatusCode.OK) {
      throw new IllegalArgumentException("OK is no failure");
    }
    this.code = code;
    this.failures = List.copyOf(failures);
  }

  /** The kind of failure. */
  public StatusCode code() {
    return code;
  }

  /** What calculators threw, as thrown, for the status of a run; otherwise empty. */
  public List<Throwable> failures() {
    return failures == null ? List.of() : failures;
  }

  /** The message, never null. */
  public String message() {
    String text = getMessage();
    return text == null ? "" : text;
  }

  /** The same failure with {@code prefix} before its message. */
  public StatusException prefixed(String prefix) {
    return new StatusException(code, prefix + message(), this, failures);
  }
}
