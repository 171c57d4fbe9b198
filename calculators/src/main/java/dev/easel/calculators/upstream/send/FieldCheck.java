package dev.easel.calculators.upstream.send;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.task.TaskKind;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks what is the same for every images API; what a value means is the upstream's matter, and so
 * are fields that nobody here knows.
 */
final class FieldCheck {

  /** Easel's own field, which ends the wait and is not passed on. */
  static final String TIMEOUT = "timeout_seconds";

  private static final List<String> TEXTS =
      List.of(
          "size",
          "response_format",
          "quality",
          "background",
          "output_format",
          "moderation",
          "style",
          "user");

  private static final double MOST_SECONDS = 1e6;
  private static final double NANOS = 1e9;

  private final Fields fields;
  private final TaskKind kind;

  FieldCheck(Fields fields, TaskKind kind) {
    this.fields = fields;
    this.kind = kind;
  }

  void run() {
    if (fields.text("prompt").filter(text -> !text.isBlank()).isEmpty()
        && kind != TaskKind.VARIATION) {
      throw RequestException.missing("prompt", "is missing; send a text of what to show");
    }
    if (kind.hasImage() && fields.names().stream().noneMatch(FieldCheck::isImage)) {
      throw RequestException.missing("image", "is missing; send the image file to change");
    }
    TEXTS.forEach(fields::text);
    atLeast("n", BigInteger.ONE, "must be greater than 0");
    atLeast("output_compression", BigInteger.ZERO, "must be 0 to 100");
    atLeast("partial_images", BigInteger.ZERO, "must be 0 to 3");
  }

  private static boolean isImage(String name) {
    return name.equals("image") || name.equals("images") || name.equals("image[]");
  }

  private void atLeast(String field, BigInteger least, String rule) {
    fields
        .integer(field)
        .filter(value -> value.compareTo(least) < 0)
        .ifPresent(
            value -> {
              throw RequestException.invalid(field, value + " is not right; it " + rule);
            });
  }

  boolean isStream() {
    return fields.flag("stream").orElse(false);
  }

  Optional<Duration> timeout() {
    return fields
        .number(TIMEOUT)
        .map(
            seconds -> {
              if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
                throw RequestException.invalid(
                    TIMEOUT, "it must be a number of seconds above 0, for example 2.5");
              }
              return Duration.ofNanos(Math.max(1, (long) (seconds * NANOS)));
            });
  }
}
