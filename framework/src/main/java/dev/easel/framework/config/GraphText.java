package dev.easel.framework.config;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormatParseInfoTree;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.status.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A graph as it was written, and where its parts stand.
 *
 * @param config the graph
 * @param graph where the graph stands
 * @param nodes where each node stands
 */
record GraphText(CalculatorGraphConfig.Builder config, Origin graph, List<Origin> nodes) {
  private static final Pattern PLACE = Pattern.compile("(\\d+):(\\d+):\\s*(.*)");

  /** Reads a text; what cannot be read goes into the report, and the rest is read all the same. */
  static GraphText read(String text, String file, CalculatorRegistry registry, Report report) {
    try {
      return parse(text, file, registry, false);
    } catch (TextFormat.ParseException e) {
      return afterMistake(text, file, registry, report, e);
    }
  }

  private static GraphText afterMistake(
      String text,
      String file,
      CalculatorRegistry registry,
      Report report,
      TextFormat.ParseException e) {
    String message = String.valueOf(e.getMessage());
    report.fail(StatusCode.INVALID_ARGUMENT, file + ":" + message);
    List<Mistake> unknown = unknownFields(message, file, registry);
    if (!unknown.isEmpty()) {
      unknown.forEach(
          m ->
              report.add(
                  m.code(),
                  new Origin(file, m.line(), m.column(), null),
                  "",
                  m.message(),
                  m.hint()));
      try {
        return parse(text, file, registry, true);
      } catch (TextFormat.ParseException second) {
        return afterSyntaxMistake(file, report, second);
      }
    }
    return afterSyntaxMistake(file, report, e);
  }

  private static GraphText afterSyntaxMistake(
      String file, Report report, TextFormat.ParseException e) {
    Origin where = new Origin(file, e.getLine(), e.getColumn(), null);
    report.fail(
        StatusCode.INVALID_ARGUMENT,
        where,
        "",
        String.valueOf(e.getMessage()).replaceFirst("^\\d+:\\d+: ", ""),
        "");
    return new GraphText(CalculatorGraphConfig.newBuilder(), where, List.of());
  }

  private static List<Mistake> unknownFields(
      String message, String file, CalculatorRegistry registry) {
    List<Mistake> found = new ArrayList<>();
    for (String line : message.split("\n", -1)) {
      Matcher place = PLACE.matcher(line);
      if (message.contains("unknown fields") && place.matches()) {
        String name = place.group(3).strip();
        found.add(
            new Mistake(
                StatusCode.INVALID_ARGUMENT,
                file,
                Integer.parseInt(place.group(1)),
                Integer.parseInt(place.group(2)),
                "",
                "unknown field or extension " + name,
                UnknownField.hint(name, registry)));
      }
    }
    return found;
  }

  private static GraphText parse(
      String text, String file, CalculatorRegistry registry, boolean lenient)
      throws TextFormat.ParseException {
    CalculatorGraphConfig.Builder config = CalculatorGraphConfig.newBuilder();
    TextFormatParseInfoTree.Builder tree = TextFormatParseInfoTree.builder();
    TextFormat.Parser.newBuilder()
        .setTypeRegistry(registry.types())
        .setParseInfoTreeBuilder(tree)
        .setAllowUnknownFields(lenient)
        .setAllowUnknownExtensions(lenient)
        .build()
        .merge(text, registry.extensions(), config);
    Origin graph = Origin.of(file, tree.build());
    List<Origin> nodes = new ArrayList<>();
    for (int i = 0; i < config.getNodeCount(); i++) {
      nodes.add(graph.child(Origin.graphField("node"), i));
    }
    return new GraphText(config, graph, nodes);
  }
}
