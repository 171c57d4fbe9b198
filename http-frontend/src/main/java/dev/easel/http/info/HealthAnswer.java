package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.serving.LoadPhase;
import dev.easel.serving.LoadProgress;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.Servables;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Tells probes whether to send requests here; being alive does not depend on models. */
final class HealthAnswer {

  private static final Set<LoadPhase> WORKING = Set.of(LoadPhase.READING, LoadPhase.OPENING);
  private static final int MOST_TOLD = 3;

  private final Servables servables;
  private final Readiness readiness;
  private final BooleanSupplier isEnding;
  private final JsonAnswer json;

  HealthAnswer(
      Servables servables, Readiness readiness, BooleanSupplier isEnding, JsonAnswer json) {
    this.servables = servables;
    this.readiness = readiness;
    this.isEnding = isEnding;
    this.json = json;
  }

  HttpResponsePayload ready() {
    String obstacle = obstacle(servables.all());
    if (!obstacle.isEmpty()) {
      throw new Refusal(
          ErrorAnswer.of(503, "Server is not ready: " + obstacle, "not_ready")
              .with("retry-after", "1"));
    }
    return JsonAnswer.empty(200);
  }

  /** The same with every servable's state. */
  HttpResponsePayload verbose(boolean hasReasons) {
    List<Servable> all = servables.all();
    String obstacle = obstacle(all);
    return json.write(
        obstacle.isEmpty() ? 200 : 503,
        out -> {
          out.writeStartObject();
          out.writeBooleanField("ready", obstacle.isEmpty());
          if (!obstacle.isEmpty()) {
            out.writeObjectFieldStart("error");
            out.writeStringField("message", "Server is not ready: " + obstacle);
            out.writeStringField("type", "server_error");
            out.writeNullField("param");
            out.writeStringField("code", "not_ready");
            out.writeEndObject();
          }
          out.writeBooleanField("first_load_over", servables.isFirstLoadOver());
          out.writeArrayFieldStart("servables");
          for (Servable servable : all) {
            write(out, servable, hasReasons);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void write(JsonGenerator out, Servable servable, boolean hasReasons)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("name", servable.name());
    out.writeStringField("state", servable.state().name());
    LoadProgress progress = servable.progress();
    out.writeStringField("phase", progress.phase().name());
    out.writeNumberField("seconds", progress.took().toMillis() / 1000.0);
    out.writeNumberField("model_bytes", progress.modelBytes());
    if (progress.bytesRead().isPresent()) {
      out.writeNumberField("bytes_read", progress.bytesRead().getAsLong());
    }
    if (progress.left().isPresent()) {
      out.writeNumberField("seconds_left", progress.left().get().toMillis() / 1000.0);
    }
    if (progress.expected().isPresent()) {
      out.writeNumberField("expected_seconds", progress.expected().get().toMillis() / 1000.0);
    }
    Optional<String> trouble = servable.failure().or(servable::obstacle);
    if (hasReasons && trouble.isPresent()) {
      out.writeStringField("reason", trouble.get());
    }
    out.writeEndObject();
  }

  /** What is being loaded now; a few of many are enough. */
  private static String loading(List<Servable> all) {
    return all.stream()
        .filter(servable -> WORKING.contains(servable.progress().phase()))
        .limit(MOST_TOLD)
        .map(servable -> "; " + servable.name() + ": " + servable.progress().text())
        .collect(Collectors.joining());
  }

  private static boolean serves(Servable servable) {
    return servable.state() == ServableState.AVAILABLE && servable.obstacle().isEmpty();
  }

  /** Why the server is not ready; "" when it is. */
  private String obstacle(List<Servable> all) {
    if (isEnding.getAsBoolean()) {
      return "the server is shutting down";
    }
    long serving = all.stream().filter(HealthAnswer::serves).count();
    if (!servables.isFirstLoadOver()) {
      return "the first load is not over" + loading(all);
    }
    if (all.isEmpty()) {
      return "there is no servable";
    }
    if (serving == 0) {
      return "no servable serves";
    }
    boolean isEnough = readiness == Readiness.ANY || serving == all.size();
    return isEnough ? "" : (all.size() - serving) + " of " + all.size() + " servables do not serve";
  }
}
