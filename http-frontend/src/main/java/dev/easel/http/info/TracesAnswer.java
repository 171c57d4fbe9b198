package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.http.trace.KeptTrace;
import dev.easel.http.trace.TraceShelf;
import java.io.IOException;

/** Lists the traces of requests, and shows one. */
final class TracesAnswer {
  private final TraceShelf traces;
  private final JsonAnswer json;

  TracesAnswer(TraceShelf traces, JsonAnswer json) {
    this.traces = traces;
    this.json = json;
  }

  HttpResponsePayload all() {
    return json.list(traces.all(), TracesAnswer::write);
  }

  private static void write(JsonGenerator out, KeptTrace trace) throws IOException {
    out.writeStartObject();
    out.writeStringField("object", "trace");
    out.writeStringField("id", trace.id());
    out.writeStringField("request", trace.request());
    out.writeStringField("servable", trace.servable());
    out.writeNumberField("calls", trace.trace().count());
    out.writeNumberField("calls_left_out", trace.trace().leftOut());
    out.writeEndObject();
  }

  HttpResponsePayload one(String id) {
    KeptTrace trace =
        traces
            .find(id)
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorAnswer.of(
                            404,
                            "there is no trace '%s': it is kept when its run has ended, until newer ones take its room; GET /v1/traces lists them"
                                .formatted(id),
                            "trace_not_found")));
    return json.write(200, out -> new TraceEvents(out, trace).write());
  }
}
