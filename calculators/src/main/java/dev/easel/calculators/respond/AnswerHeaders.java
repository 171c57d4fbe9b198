package dev.easel.calculators.respond;

import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The headers of an answer with images. */
final class AnswerHeaders {

  private AnswerHeaders() {}

  static Map<String, String> of(ImageTask task, Optional<GenerationReport> report) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (task.output().stream().isPresent()) {
      headers.put("content-type", "text/event-stream; charset=utf-8");
      headers.put("cache-control", "no-store");
      // Nginx would else collect the events and deliver them together.
      headers.put("x-accel-buffering", "no");
    } else {
      headers.put("content-type", "application/json; charset=utf-8");
    }
    headers.put("x-easel-steps", String.valueOf(task.steps()));
    headers.put("x-easel-seed", Long.toUnsignedString(task.seed()));
    if (!task.ignoredParameters().isEmpty()) {
      headers.put("x-easel-ignored-parameters", String.join(", ", task.ignoredParameters()));
    }
    report
        .filter(made -> made.keptTokens() < made.promptTokens())
        .ifPresent(
            made -> {
              headers.put("x-easel-prompt-tokens-sent", String.valueOf(made.promptTokens()));
              headers.put("x-easel-prompt-tokens-kept", String.valueOf(made.keptTokens()));
            });
    report
        .filter(made -> made.savedSteps() > 0)
        .ifPresent(made -> headers.put("x-easel-saved-steps", String.valueOf(made.savedSteps())));
    report
        .filter(made -> made.nativeRuns() > 1)
        .ifPresent(made -> headers.put("x-easel-native-runs", String.valueOf(made.nativeRuns())));
    return headers;
  }
}
