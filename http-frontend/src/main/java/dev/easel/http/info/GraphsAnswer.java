package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.draw.GraphDrawing;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.serving.Occupancy;
import dev.easel.serving.Servable;
import dev.easel.serving.Servables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what the graphs of the servables look like, and what their runs do. */
final class GraphsAnswer {
  private final Servables servables;
  private final JsonAnswer json;

  GraphsAnswer(Servables servables, JsonAnswer json) {
    this.servables = servables;
    this.json = json;
  }

  HttpResponsePayload all() {
    return json.list(servables.all(), GraphsAnswer::write);
  }

  HttpResponsePayload one(String name) {
    Servable servable = find(name);
    return json.write(200, out -> write(out, servable));
  }

  /** A picture of a graph that leaves room for what {@link #one} says of its nodes. */
  HttpResponsePayload drawing(String name) {
    GraphPlan graph =
        find(name)
            .graph()
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorAnswer.of(
                            404,
                            "nothing is loaded of '%s'; GET /v1/config has its state and why"
                                .formatted(name))));
    byte[] svg = GraphDrawing.live(graph).bareSvg().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of("content-type", "image/svg+xml", "x-content-type-options", "nosniff");
    return new HttpResponsePayload(200, headers, List.of(ByteBuffer.wrap(svg)), false);
  }

  private Servable find(String name) {
    return servables
        .find(name)
        .orElseThrow(
            () ->
                new Refusal(
                    ErrorAnswer.of(
                        404,
                        "there is no servable '%s'; GET /v1/graphs lists them".formatted(name),
                        "model_not_found")));
  }

  private static void write(JsonGenerator out, Servable servable) throws IOException {
    out.writeStartObject();
    out.writeStringField("object", "graph");
    out.writeStringField("name", servable.name());
    out.writeArrayFieldStart("aliases");
    for (String each : servable.aliases()) {
      out.writeString(each);
    }
    out.writeEndArray();
    out.writeStringField("state", servable.state().name());
    out.writeBooleanField("loaded", servable.isLoaded());
    Optional<LiveReportJson> live = servable.live().map(LiveReportJson::of);
    out.writeBooleanField("profiled", live.isPresent());
    line(out, servable);
    if (live.isPresent()) {
      live.get().write(out);
    } else {
      Optional<GraphPlan> graph = servable.graph();
      if (graph.isPresent()) {
        LiveReportJson.of(graph.get()).write(out);
      }
    }
    out.writeEndObject();
  }

  /** Null where no model has a line. */
  private static void line(JsonGenerator out, Servable servable) throws IOException {
    if (!servable.hasLine()) {
      out.writeNullField("line");
      return;
    }
    Occupancy line = servable.occupancy();
    out.writeObjectFieldStart("line");
    out.writeNumberField("concurrent", line.concurrent());
    out.writeNumberField("running", line.running());
    out.writeNumberField("waiting", line.waiting());
    out.writeNumberField("waiting_seconds", line.waitingSeconds());
    out.writeEndObject();
  }
}
