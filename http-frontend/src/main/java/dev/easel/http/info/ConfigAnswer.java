package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.serving.ReloadResult;
import dev.easel.serving.Servable;
import dev.easel.serving.Servables;
import dev.easel.serving.WorkerReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells every servable's state in the shape of OVMS's {@code /v1/config}. */
final class ConfigAnswer {

  private static final String HIDDEN = "send the API key to see the reason";

  private final Servables servables;
  private final JsonAnswer json;

  ConfigAnswer(Servables servables, JsonAnswer json) {
    this.servables = servables;
    this.json = json;
  }

  /**
   * The states; reasons name files, so only those who have the key see them.
   *
   * @param isVerbose whether it is told how models were compiled
   */
  HttpResponsePayload states(boolean hasReasons, boolean isVerbose) {
    return json.write(
        200,
        out -> {
          out.writeStartObject();
          for (Servable servable : servables.all()) {
            write(out, servable, hasReasons, isVerbose);
          }
          out.writeEndObject();
        });
  }

  HttpResponsePayload reload() {
    ReloadResult result = servables.reload();
    if (result.failure().isPresent()) {
      String message = "the configuration was not reloaded: " + result.failure().get();
      throw new Refusal(ErrorAnswer.of(412, message));
    }
    return states(true, false);
  }

  private static void write(
      JsonGenerator out, Servable servable, boolean hasReasons, boolean isVerbose)
      throws IOException {
    Optional<String> trouble = servable.failure().or(servable::obstacle);
    out.writeObjectFieldStart(servable.name());
    out.writeArrayFieldStart("model_version_status");
    out.writeStartObject();
    out.writeStringField("version", "1");
    out.writeStringField("state", servable.state().name());
    out.writeObjectFieldStart("status");
    boolean isWell = trouble.isEmpty();
    out.writeStringField("error_code", isWell ? "OK" : "FAILED_PRECONDITION");
    out.writeStringField("error_message", isWell || hasReasons ? trouble.orElse("OK") : HIDDEN);
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndArray();
    writeWorkers(out, servable.workers());
    if (hasReasons) {
      writeWarnings(out, servable);
    }
    if (hasReasons && isVerbose) {
      TuningJson.write(out, servable);
    }
    out.writeEndObject();
  }

  /** They name files, as reasons do. */
  private static void writeWarnings(JsonGenerator out, Servable servable) throws IOException {
    List<String> warnings = servable.warnings();
    if (warnings.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("warnings");
    for (String each : warnings) {
      out.writeString(each);
    }
    out.writeEndArray();
  }

  /** Beside what OVMS has, and only where there is something to tell. */
  private static void writeWorkers(JsonGenerator out, WorkerReport workers) throws IOException {
    if (workers.deaths().isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("workers");
    out.writeNumberField("restarts", workers.restarts());
    out.writeObjectFieldStart("deaths");
    for (Map.Entry<String, Long> death : workers.deaths().entrySet()) {
      out.writeNumberField(death.getKey(), death.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }
}
