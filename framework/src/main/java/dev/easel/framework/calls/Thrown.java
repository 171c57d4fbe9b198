package dev.easel.framework.calls;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Optional;

/**
 * What a call threw, in words alone: it outlives the classes of its graph.
 *
 * @param type the name of its class
 * @param message its message; or ""
 * @param code its code; empty for what has none
 */
public record Thrown(String type, String message, Optional<StatusCode> code) {
  private static final int LONGEST_MESSAGE = 500;

  static Thrown of(Throwable thrown) {
    String text = thrown.getMessage() == null ? "" : thrown.getMessage();
    return new Thrown(
        thrown.getClass().getName(),
        text.substring(0, Math.min(text.length(), LONGEST_MESSAGE)),
        thrown instanceof StatusException status ? Optional.of(status.code()) : Optional.empty());
  }
}
