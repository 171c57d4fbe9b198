package dev.easel.cli.tune;

import dev.easel.calculators.generate.tuning.TuningDecision;
import dev.easel.calculators.generate.tuning.TuningRecord;
import dev.easel.calculators.model.TuningFigure;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a record for people. */
final class TuningTable {

  /** In percent. */
  private static final int NOISE = 10;

  private TuningTable() {}

  static void print(TuningRecord record, PrintWriter out) {
    out.println(
        "  pictures/s (MiB resident) at %s, by how many requests run at once"
            .formatted(String.join(" and ", record.sizes())));
    out.print(String.format(Locale.ROOT, "  %-20s", "compiled"));
    for (int atOnce : TuningDecision.CLIENTS) {
      out.print(String.format(Locale.ROOT, "%16d", atOnce));
    }
    out.println("  pixels");
    for (TuningFigure figure : record.figures()) {
      out.print(String.format(Locale.ROOT, "  %-20s", title(figure.properties())));
      for (int atOnce : TuningDecision.CLIENTS) {
        TuningFigure.Run run = figure.at(atOnce);
        String cell =
            String.format(Locale.ROOT, "%.2f (%d)", run.picturesPerSecond(), run.memoryMib());
        out.print(String.format(Locale.ROOT, "%16s", cell));
      }
      out.println(
          figure.difference() == 0 ? "  the same" : "  differ by up to " + figure.difference());
    }
    out.println("  chosen: %s, %d at once".formatted(title(record.chosen()), record.concurrent()));
    if (record.otherLoad() > NOISE) {
      out.println(
          "  other programs took %d %% of the cores meanwhile: the figures are rough"
              .formatted(record.otherLoad()));
    }
    out.println("  against untuned, one after another: " + ratios(record));
  }

  /** What clients get of the choice, by what they would get of runs one after another. */
  private static String ratios(TuningRecord record) {
    double untuned = record.usual().rate(1);
    return TuningDecision.CLIENTS.stream()
        .map(
            clients ->
                String.format(
                    Locale.ROOT,
                    "%.2f with %d %s",
                    record.choice().rate(Math.min(clients, record.concurrent())) / untuned,
                    clients,
                    clients == 1 ? "client" : "clients"))
        .collect(Collectors.joining(", "));
  }

  private static String title(Map<String, String> properties) {
    return properties.isEmpty()
        ? "as OpenVINO chooses"
        : properties.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
  }
}
