package dev.easel.calculators.request;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.Mistakes;
import dev.easel.calculators.task.TaskKind;
import java.util.List;

/**
 * The fields that OpenAI defines and that have no meaning for these models: checked like all others
 * and then named in the answer, so that nothing is dropped in silence.
 */
final class IgnoredFields {

  private final Fields fields;
  private final TaskKind kind;
  private final List<String> ignored;

  IgnoredFields(Fields fields, TaskKind kind, List<String> ignored) {
    this.fields = fields;
    this.kind = kind;
    this.ignored = ignored;
  }

  void read() {
    choice("moderation", List.of("auto", "low"));
    choice("quality", List.of("auto", "high", "medium", "low", "xhigh", "max", "hd", "standard"));
    choice("complexity", List.of("low", "medium", "high"));
    choice("style", List.of("vivid", "natural"));
    for (String name : List.of("user", "safety_identifier")) {
      fields.text(name).ifPresent(person -> ignored.add(name));
    }
    for (String name : List.of("frame_count", "frame_duration_ms")) {
      fields.integer(name).ifPresent(frames -> ignored.add(name));
    }
    readTaskFields();
    if (kind.hasImage()) {
      if (fields.names().contains("markup")) {
        ignored.add("markup");
      }
      choice("input_fidelity", List.of("high", "low"));
    }
  }

  /** Whoever keeps tasks has read these; a request that becomes no task has no end to tell of. */
  private void readTaskFields() {
    String onDisconnect = fields.text("on_disconnect").orElse("cancel");
    if (!onDisconnect.equals("cancel") && !onDisconnect.equals("keep")) {
      throw RequestException.invalid(
          "on_disconnect", Mistakes.quote(onDisconnect) + " is neither cancel nor keep");
    }
    if (fields.text("webhook_url").isPresent() && onDisconnect.equals("cancel")) {
      ignored.add("webhook_url");
    }
  }

  /** {@code auto} leaves the choice to the server, so nothing of it is ignored. */
  private void choice(String field, List<String> choices) {
    fields
        .text(field)
        .ifPresent(
            value -> {
              if (!choices.contains(value)) {
                throw RequestException.invalid(
                    field, Mistakes.quote(value) + " is none of " + String.join(", ", choices));
              }
              if (!value.equals("auto")) {
                ignored.add(field);
              }
            });
  }
}
