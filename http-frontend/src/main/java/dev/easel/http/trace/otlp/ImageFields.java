package dev.easel.http.trace.otlp;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.FormFields;
import dev.easel.calculators.request.field.ImageLinks;
import dev.easel.calculators.request.field.JsonFields;
import dev.easel.calculators.task.TaskKind;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a span says of what a run is asked for: never a prompt, and nothing that is a mistake. */
final class ImageFields {
  private static final int LONGEST = 100;

  private ImageFields() {}

  static void describe(HttpRequestPayload payload, Span span) {
    span.setAttribute("easel.servable", payload.servable());
    span.setAttribute("gen_ai.provider.name", "easel");
    span.setAttribute("gen_ai.request.model", payload.model());
    if (Stream.of(TaskKind.values()).noneMatch(kind -> isOf(kind, payload))) {
      return;
    }
    span.setAttribute("gen_ai.operation.name", "generate_content");
    span.setAttribute("gen_ai.output.type", "image");
    read(() -> fields(payload)).ifPresent(fields -> describe(fields, span));
  }

  private static boolean isOf(TaskKind kind, HttpRequestPayload payload) {
    return payload.path().endsWith("/images/" + kind.endpoint());
  }

  private static Optional<Fields> fields(HttpRequestPayload payload) {
    return payload.isMultipart()
        ? Optional.of(new FormFields(payload.parts()))
        : payload.json().map(body -> new JsonFields(body, false, ImageLinks.NONE));
  }

  private static void describe(Fields fields, Span span) {
    read(() -> fields.integer("n"))
        .filter(count -> count.bitLength() < Long.SIZE)
        .ifPresent(count -> span.setAttribute("gen_ai.request.choice.count", count.longValue()));
    read(() -> fields.text("size"))
        .filter(size -> size.length() < LONGEST)
        .ifPresent(size -> span.setAttribute("easel.size", size));
    read(() -> fields.number("guidance_scale"))
        .ifPresent(scale -> span.setAttribute("easel.guidance_scale", scale.doubleValue()));
  }

  private static <T> Optional<T> read(Supplier<Optional<T>> field) {
    try {
      return field.get();
    } catch (RequestException e) {
      return Optional.empty(); // the run will say so
    }
  }
}
