package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.Servables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists what can be asked for, as OpenAI's clients read it: names first, then aliases. */
final class ModelsAnswer {

  private final Servables servables;
  private final JsonAnswer json;

  ModelsAnswer(Servables servables, JsonAnswer json) {
    this.servables = servables;
    this.json = json;
  }

  HttpResponsePayload list() {
    List<Model> models = new ArrayList<>();
    List<Model> aliases = new ArrayList<>();
    for (Servable servable : servables.all()) {
      if (servable.state() == ServableState.AVAILABLE) {
        if (servable.isListed()) {
          models.add(Model.of(servable, servable.name()));
        }
        servable.aliases().forEach(alias -> aliases.add(Model.of(servable, alias)));
      }
    }
    aliases.sort(Comparator.comparing(Model::id));
    models.addAll(aliases);
    return json.list(models, (out, model) -> model.write(out));
  }

  HttpResponsePayload one(String name) {
    Optional<Servable> found =
        servables.find(name).filter(one -> one.state() == ServableState.AVAILABLE);
    if (found.isEmpty()) {
      String message = "model '" + name + "' not found; GET /v3/models lists what is served";
      throw new Refusal(
          ErrorAnswer.of(404, message, Optional.of("model"), Optional.of("model_not_found")));
    }
    return json.write(200, out -> Model.of(found.get(), name).write(out));
  }

  /** One line of the list. */
  private record Model(String id, long created, List<String> sizes) {

    static Model of(Servable servable, String id) {
      return new Model(id, servable.created().getEpochSecond(), servable.imageSizes());
    }

    void write(JsonGenerator out) throws IOException {
      out.writeStartObject();
      out.writeStringField("id", id);
      out.writeStringField("object", "model");
      out.writeNumberField("created", created);
      out.writeStringField("owned_by", "easel");
      if (!sizes.isEmpty()) {
        out.writeArrayFieldStart("sizes");
        for (String size : sizes) {
          out.writeString(size);
        }
        out.writeEndArray();
      }
      out.writeEndObject();
    }
  }
}
