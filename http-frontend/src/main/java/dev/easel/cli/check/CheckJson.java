package dev.easel.cli.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.framework.config.Mistake;
import dev.easel.serving.repository.CheckReport;
import java.util.List;

/** A check's report for programs. */
final class CheckJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckJson() {}

  static String text(CheckReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("valid", report.isValid());
    fill(root.putArray("mistakes"), report.mistakes());
    fill(root.putArray("warnings"), report.warnings());
    ArrayNode graphs = root.putArray("graphs");
    for (CheckReport.Graph graph : report.graphs()) {
      ObjectNode one = graphs.addObject();
      one.put("name", graph.name());
      one.put("file", graph.file());
      one.put("valid", graph.mistakes().isEmpty());
      fill(one.putArray("mistakes"), graph.mistakes());
      fill(one.putArray("warnings"), graph.warnings());
    }
    return root.toPrettyString();
  }

  private static void fill(ArrayNode array, List<Mistake> mistakes) {
    for (Mistake mistake : mistakes) {
      ObjectNode one = array.addObject();
      one.put("code", mistake.code().name());
      one.put("file", mistake.file());
      one.put("line", mistake.line());
      one.put("column", mistake.column());
      one.put("node", mistake.node());
      one.put("message", mistake.message());
      one.put("hint", mistake.hint());
    }
  }
}
