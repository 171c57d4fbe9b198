package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.Servables;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** KServe's view of the server: its metadata, and whether one model serves. */
final class KserveAnswer {

  private static final Pattern VERSIONED = Pattern.compile("(.+)/versions/([^/]+)");

  private final Servables servables;
  private final String version;
  private final JsonAnswer json;

  KserveAnswer(Servables servables, String version, JsonAnswer json) {
    this.servables = servables;
    this.version = version;
    this.json = json;
  }

  HttpResponsePayload server() {
    return json.write(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("name", "Easel");
          out.writeStringField("version", version);
          out.writeEndObject();
        });
  }

  /** Whether the model serves; {@code name} may end with {@code /versions/N}. */
  HttpResponsePayload ready(String name) {
    return withModel(
        name,
        servable -> {
          if (servable.obstacle().isPresent()) {
            throw new Refusal(
                ErrorAnswer.of(
                    503,
                    "Model '%s' is not ready: its calls hang; GET /v1/config has more"
                        .formatted(servable.name()),
                    "not_ready"));
          }
          return JsonAnswer.empty(200);
        });
  }

  /** The model's inputs and outputs, which for a graph are the request and its answer. */
  HttpResponsePayload metadata(String name) {
    return withModel(name, servable -> json.write(200, out -> write(out, servable)));
  }

  private HttpResponsePayload withModel(
      String name, Function<Servable, HttpResponsePayload> answer) {
    Optional<Servable> whole = servables.find(name);
    if (whole.isPresent()) {
      return ifServing(whole.get(), answer);
    }
    Matcher versioned = VERSIONED.matcher(name);
    if (!versioned.matches()) {
      throw missing("Model '" + name + "' not found");
    }
    Optional<Servable> found = servables.find(versioned.group(1));
    if (found.isEmpty()) {
      throw missing("Model '" + versioned.group(1) + "' not found");
    }
    // Graphs have no versions, so any number will do, as with OVMS.
    if (!versioned.group(2).matches("[0-9]{1,18}")) {
      throw missing("Model version '" + versioned.group(2) + "' not found; graphs have version 1");
    }
    return ifServing(found.get(), answer);
  }

  /** The servable that a question is about; empty when there is none of that name. */
  Optional<String> asked(String name) {
    Matcher versioned = VERSIONED.matcher(name);
    return servables
        .find(name)
        .or(() -> versioned.matches() ? servables.find(versioned.group(1)) : Optional.empty())
        .map(Servable::name);
  }

  private static HttpResponsePayload ifServing(
      Servable servable, Function<Servable, HttpResponsePayload> answer) {
    if (servable.state() != ServableState.AVAILABLE) {
      throw missing(
          "Model '" + servable.name() + "' is not loaded; GET /v1/config has its state and why");
    }
    return answer.apply(servable);
  }

  private static Refusal missing(String message) {
    return new Refusal(ErrorAnswer.of(404, message, "model_not_found"));
  }

  private static void write(JsonGenerator out, Servable servable) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", servable.name());
    out.writeArrayFieldStart("versions");
    out.writeString("1");
    out.writeEndArray();
    out.writeStringField("platform", "OpenVINO");
    writeTensor(out, "inputs", "input");
    writeTensor(out, "outputs", "output");
    out.writeEndObject();
  }

  /** KServe speaks of tensors; a graph's request and answer are none, which OVMS says like this. */
  private static void writeTensor(JsonGenerator out, String field, String name) throws IOException {
    out.writeArrayFieldStart(field);
    out.writeStartObject();
    out.writeStringField("name", name);
    out.writeStringField("datatype", "INVALID");
    out.writeArrayFieldStart("shape");
    out.writeEndArray();
    out.writeEndObject();
    out.writeEndArray();
  }
}
