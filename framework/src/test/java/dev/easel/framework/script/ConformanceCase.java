package dev.easel.framework.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.plan.GraphPlan;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One recorded case: a graph, what goes in, and what has to come out. */
final class ConformanceCase {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final JsonNode recorded;

  private ConformanceCase(Path folder, JsonNode recorded) {
    this.folder = folder;
    this.recorded = recorded;
  }

  static List<ConformanceCase> all(Path root) throws IOException {
    List<ConformanceCase> cases = new ArrayList<>();
    try (var folders = Files.list(root)) {
      for (Path folder : folders.sorted().toList()) {
        Path file = folder.resolve("case.json");
        if (Files.exists(file)) {
          cases.add(new ConformanceCase(folder, JSON.readTree(file.toFile())));
        }
      }
    }
    return cases;
  }

  String name() {
    return folder.getFileName().toString();
  }

  /** Whether the graph itself says what its default executor is. */
  boolean namesExecutor() throws IOException {
    String text = Files.readString(folder.resolve("graph.pbtxt"));
    return text.contains("executor") || text.contains("num_threads");
  }

  /** Runs the case, with {@code header} before the graph's text, and says what is wrong. */
  List<String> run(CalculatorRegistry registry, GraphSettings settings, String header)
      throws IOException {
    String text = header + Files.readString(folder.resolve("graph.pbtxt"));
    StringBuilder out = new StringBuilder();
    int status =
        GraphScript.run(
            () -> GraphDescription.parse(text, folder + "/graph.pbtxt", registry),
            settings,
            new StringReader(lines(inputs(text, registry))),
            out);
    return judge(out.toString(), status);
  }

  private static List<String> inputs(String text, CalculatorRegistry registry) {
    try {
      GraphPlan plan = GraphDescription.parse(text, "graph", registry).plan();
      return plan.graphInputs().entries().stream().map(e -> e.name()).toList();
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private String lines(List<String> graphInputs) {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, JsonNode> each : recorded.path("side_packets").properties()) {
      ObjectNode line = JSON.createObjectNode().put("side_packet", each.getKey());
      if (each.getValue().isObject()) {
        line.setAll((ObjectNode) each.getValue());
      } else {
        line.set("value", each.getValue());
      }
      lines.append(line).append('\n');
    }
    for (Map.Entry<String, JsonNode> each : recorded.at("/expect/outputs").properties()) {
      boolean bounds = recorded.path("observe_bounds").asBoolean();
      lines
          .append(JSON.createObjectNode().put("observe", each.getKey()).put("bounds", bounds))
          .append('\n');
    }
    for (Map.Entry<String, JsonNode> each : recorded.path("max_queue_size").properties()) {
      ObjectNode line = JSON.createObjectNode().put("stream", each.getKey());
      line.set("max_queue_size", each.getValue());
      lines.append(line).append('\n');
    }
    if (recorded.has("add_mode")) {
      ObjectNode line = JSON.createObjectNode();
      line.set("add_mode", recorded.get("add_mode"));
      lines.append(line).append('\n');
    }
    lines.append("{\"start\": true}\n");
    steps(lines);
    if (recorded.path("wait").asText("done").equals("done")) {
      for (String input : graphInputs) {
        lines.append(JSON.createObjectNode().put("stream", input).put("close", true)).append('\n');
      }
      lines.append("{\"wait\": \"done\"}\n");
    } else {
      lines.append("{\"wait\": \"idle\"}\n");
    }
    for (Map.Entry<String, JsonNode> each : recorded.at("/expect/side_packets").properties()) {
      lines.append(JSON.createObjectNode().put("get_side_packet", each.getKey())).append('\n');
    }
    return lines.toString();
  }

  private void steps(StringBuilder lines) {
    boolean settle = recorded.path("settle").asBoolean();
    String idle = "{\"wait\": \"idle\"}\n";
    lines.append(settle ? idle : "");
    for (JsonNode step : recorded.path("inputs")) {
      lines.append(step).append('\n').append(settle && !step.has("wait") ? idle : "");
    }
  }

  private List<String> judge(String printed, int status) throws IOException {
    ObjectNode outputs = JSON.createObjectNode();
    ObjectNode sides = JSON.createObjectNode();
    List<JsonNode> errors = new ArrayList<>();
    for (String line : printed.lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (node.has("error")) {
        errors.add(node.get("error"));
      } else if (node.has("side_packet")) {
        sides.set(node.get("side_packet").asText(), node.get("value"));
      } else {
        outputs
            .withArray(node.get("stream").asText())
            .addArray()
            .add(node.get("timestamp"))
            .add(node.has("value") ? node.get("value") : JSON.nullNode());
      }
    }
    List<String> wrong = new ArrayList<>();
    ArrayNode none = JSON.createArrayNode();
    for (Map.Entry<String, JsonNode> each : recorded.at("/expect/outputs").properties()) {
      JsonNode got = outputs.has(each.getKey()) ? outputs.get(each.getKey()) : none;
      if (!same(each.getValue(), got)) {
        wrong.add("stream " + each.getKey() + ": expected " + each.getValue() + ", got " + got);
      }
    }
    for (Map.Entry<String, JsonNode> each : recorded.at("/expect/side_packets").properties()) {
      JsonNode got = sides.path(each.getKey());
      if (!same(each.getValue(), got)) {
        wrong.add(
            "side packet " + each.getKey() + ": expected " + each.getValue() + ", got " + got);
      }
    }
    judgeError(recorded.at("/expect/error"), errors, status, wrong);
    return wrong;
  }

  private static void judgeError(
      JsonNode expected, List<JsonNode> errors, int status, List<String> wrong) {
    if (!expected.isObject()) {
      if (!errors.isEmpty() || status != 0) {
        wrong.add("unexpected error, exit status " + status + ": " + errors);
      }
      return;
    }
    if (errors.isEmpty() || status == 0) {
      wrong.add("expected " + expected + ", got exit status " + status + " and " + errors);
      return;
    }
    JsonNode first = errors.get(0);
    if (!first.get("phase").equals(expected.get("phase"))
        || !first.get("code").equals(expected.get("code"))
        || !first.get("message").asText().contains(expected.path("contains").asText())) {
      wrong.add("expected " + expected + ", got " + first);
    }
  }

  private static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      double x = a.doubleValue();
      double y = b.doubleValue();
      return Math.abs(x - y) <= 1e-5 * Math.max(1, Math.max(Math.abs(x), Math.abs(y)));
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!same(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.equals(b);
  }
}
