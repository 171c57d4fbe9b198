package dev.easel.calculators.upstream.send;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.task.TaskKind;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})x(\\d{1,6})");
  private static final long USUAL_PIXELS = 1024 * 1024;
  private static final BigInteger MOST_PIXELS = BigInteger.TEN.pow(15);

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

  /** An upstream that chooses the size itself is taken to make the usual one. */
  long pixels() {
    Matcher size = SIZE.matcher(fields.text("size").orElse(""));
    long each =
        size.matches()
            ? Long.parseLong(size.group(1)) * Long.parseLong(size.group(2))
            : USUAL_PIXELS;
    return product(each, fields.integer("n").orElse(BigInteger.ONE));
  }

  long pixelSteps() {
    Optional<BigInteger> steps = Optional.empty();
    try {
      steps = fields.integer("num_inference_steps");
    } catch (RequestException e) {
      // What the field may be is for the upstream to say.
    }
    return product(pixels(), steps.orElse(BigInteger.ONE).max(BigInteger.ONE));
  }

  /** More than anybody may is enough; whether it makes sense is for the upstream to say. */
  private static long product(long pixels, BigInteger times) {
    return BigInteger.valueOf(pixels).multiply(times).min(MOST_PIXELS).longValue();
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
