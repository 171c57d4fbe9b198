package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.calculators.model.TuningFigure;
import dev.easel.calculators.model.TuningReport;
import dev.easel.serving.Servable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a servable's models were compiled, how many runs go on at once, and why. */
final class TuningJson {

  private static final int WHOLE = 100;

  private TuningJson() {}

  static void write(JsonGenerator out, Servable servable) throws IOException {
    List<TuningReport> reports = servable.tuning();
    if (reports.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("tuning");
    for (TuningReport report : reports) {
      write(out, report, servable.occupancy().concurrent());
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, TuningReport report, int concurrentNow)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("source", report.source().name().toLowerCase(Locale.ROOT));
    texts(out, "properties", report.properties());
    out.writeNumberField("concurrent", report.concurrent().orElse(concurrentNow));
    if (report.measured().isPresent()) {
      TuningReport.Measured measured = report.measured().get();
      out.writeStringField("record", measured.file().toString());
      out.writeStringField("measured", measured.when().toString());
      out.writeStringField("sizes", String.join(" ", measured.sizes()));
      out.writeNumberField("pixels_differ_by", measured.chosen().difference());
      figures(out, "figures", measured.chosen());
      figures(out, "untuned", measured.usual());
    }
    out.writeEndObject();
  }

  private static void texts(JsonGenerator out, String name, Map<String, String> texts)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, String> each : texts.entrySet()) {
      out.writeStringField(each.getKey(), each.getValue());
    }
    out.writeEndObject();
  }

  private static void figures(JsonGenerator out, String name, TuningFigure figure)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Map.Entry<Integer, TuningFigure.Run> each : figure.runs().entrySet()) {
      out.writeStartObject();
      out.writeNumberField("at_once", each.getKey());
      out.writeNumberField(
          "pictures_per_second",
          Math.round(each.getValue().picturesPerSecond() * WHOLE) / (double) WHOLE);
      out.writeNumberField("memory_mib", each.getValue().memoryMib());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
