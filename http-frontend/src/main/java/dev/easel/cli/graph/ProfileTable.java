package dev.easel.cli.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints for people what is known of each node; times in milliseconds. */
final class ProfileTable {
  private static final double MICROS_OF_MILLI = 1000;
  private static final List<String> HEAD =
      List.of(
          "node",
          "calculator",
          "calls",
          "errors",
          "total",
          "p50",
          "p90",
          "p99",
          "wait p50",
          "wait p99",
          "running",
          "suspended",
          "queued");
  private static final int WORDS = 2;

  private ProfileTable() {}

  static void print(JsonNode graph, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (JsonNode node : graph.path("nodes")) {
      rows.add(row(node));
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String form = i < WORDS ? "%-" + widths[i] + "s" : "%" + widths[i] + "s";
        line.append(i == 0 ? "" : "  ").append(form.formatted(row.get(i)));
      }
      out.println(line.toString().stripTrailing());
    }
    JsonNode runs = graph.path("runs");
    if (runs.isObject()) {
      out.printf(
          "runs: %d running, %d finished, %d failed%n",
          runs.path("running").asLong(),
          runs.path("finished").asLong(),
          runs.path("failed").asLong());
    }
    JsonNode line = graph.path("line");
    if (line.isObject()) {
      out.printf(
          "line before the model: %d of %d at work, %d waiting%n",
          line.path("running").asLong(),
          line.path("concurrent").asLong(),
          line.path("waiting").asLong());
    }
    out.println("times are in ms");
  }

  private static List<String> row(JsonNode node) {
    JsonNode calls = node.path("calls");
    JsonNode waits = node.path("waits");
    return List.of(
        node.path("name").asText(),
        node.path("calculator").asText(),
        calls.path("count").asText(),
        node.path("errors").asText(),
        millis(calls, "sum_us"),
        millis(calls, "p50_us"),
        millis(calls, "p90_us"),
        millis(calls, "p99_us"),
        millis(waits, "p50_us"),
        millis(waits, "p99_us"),
        node.path("running").asText(),
        node.path("suspended").asText(),
        node.path("queued").asText());
  }

  private static String millis(JsonNode times, String field) {
    return times.path("count").asLong() == 0
        ? ""
        : String.format(Locale.ROOT, "%.3f", times.path(field).asDouble() / MICROS_OF_MILLI);
  }
}
