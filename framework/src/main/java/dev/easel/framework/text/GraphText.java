package dev.easel.framework.text;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormatParseInfoTree;
import com.google.protobuf.UninitializedMessageException;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.PacketGeneratorConfig;
import dev.easel.framework.proto.StatusHandlerConfig;
import dev.easel.framework.proto.TemplateDict;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.template.GraphTemplate;
import dev.easel.framework.template.WrittenOut;
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
 * @param generators where each packet generator is named
 * @param handlers where each status handler is named
 */
public record GraphText(
    CalculatorGraphConfig.Builder config,
    Origin graph,
    List<Origin> nodes,
    List<Origin> generators,
    List<Origin> handlers) {
  private static final Pattern PLACE = Pattern.compile("(\\d+):(\\d+):\\s*(.*)");

  /** What protobuf says of an extension where the type of an Any is to stand. */
  private static final Pattern EXTENSION_AS_URL =
      Pattern.compile("type URL\\. Found: ([\\w.]+)\\.ext\\b");

  private static final String UNKNOWN_FIELDS = "Input contains unknown fields";

  /**
   * How a text is used, if it is a template.
   *
   * @param node the node that it stands for, "" for the graph itself
   * @param arguments what that gives it
   */
  public record Use(String node, TemplateDict arguments) {}

  /** Reads a text; what cannot be read goes into the report, and the rest is read all the same. */
  public static GraphText read(
      String text, String file, CalculatorRegistry registry, Report report, Use use) {
    Origin plain = new Origin(file, 1, 1);
    if (!GraphTemplate.isTemplate(text)) {
      return parse(text, plain, registry, report);
    }
    WrittenOut written = GraphTemplate.write(text, use.arguments(), registry);
    for (WrittenOut.Mistake m : written.mistakes()) {
      Origin where = new Origin(file, m.place().line(), m.place().column());
      report.fail(m.code(), where, use.node(), m.message(), "");
    }
    return written.mistakes().isEmpty()
        ? parse(written.text(), new Origin(file, 1, 1, null, written), registry, report)
        : located(CalculatorGraphConfig.newBuilder(), plain);
  }

  private static GraphText parse(
      String text, Origin start, CalculatorRegistry registry, Report report) {
    String file = start.file();
    CalculatorGraphConfig.Builder config = CalculatorGraphConfig.newBuilder();
    TextFormatParseInfoTree.Builder tree = TextFormatParseInfoTree.builder();
    try {
      TextFormat.Parser.newBuilder()
          .setTypeRegistry(registry.types())
          .setParseInfoTreeBuilder(tree)
          .build()
          .merge(text, registry.extensions(), config);
    } catch (UninitializedMessageException e) { // of options within an Any, which it builds at once
      report.fail(StatusCode.INVALID_ARGUMENT, start, "", String.valueOf(e.getMessage()), "");
      return located(CalculatorGraphConfig.newBuilder(), start);
    } catch (TextFormat.ParseException e) {
      List<Report.Finding> unknown = unknownFields(String.valueOf(e.getMessage()), file, registry);
      if (unknown.isEmpty()) {
        return afterSyntaxMistake(start, report, e);
      }
      // Unknown fields are refused after the whole text was read, so the rest is there.
      report.fail(StatusCode.INVALID_ARGUMENT, file + ": unknown fields or extensions");
      for (Report.Finding m : unknown) {
        Origin where = start.place(m.where().line(), m.where().column());
        report.add(m.code(), where, "", m.message(), m.hint());
      }
    }
    return located(config, new Origin(file, 1, 1, tree.build(), start.template()));
  }

  private static GraphText afterSyntaxMistake(
      Origin start, Report report, TextFormat.ParseException e) {
    Origin where = start.place(e.getLine(), e.getColumn());
    String message = String.valueOf(e.getMessage()).replaceFirst("^\\d+:\\d+: ", "");
    Matcher extension = EXTENSION_AS_URL.matcher(message);
    String hint =
        extension.find()
            ? "in node_options it is [type.googleapis.com/%s] { … }; an extension, [%s.ext], stands in options { … }"
                .formatted(extension.group(1), extension.group(1))
            : "";
    report.fail(StatusCode.INVALID_ARGUMENT, where, "", message, hint);
    return located(CalculatorGraphConfig.newBuilder(), where);
  }

  private static List<Report.Finding> unknownFields(
      String message, String file, CalculatorRegistry registry) {
    List<Report.Finding> found = new ArrayList<>();
    for (String line : message.split("\n", -1)) {
      Matcher place = PLACE.matcher(line);
      String name = place.matches() ? place.group(3).strip() : "";
      if (message.contains(UNKNOWN_FIELDS) && !name.isEmpty() && !name.contains(UNKNOWN_FIELDS)) {
        found.add(
            new Report.Finding(
                StatusCode.INVALID_ARGUMENT,
                new Origin(
                    file, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2))),
                "",
                "unknown field or extension " + name,
                UnknownField.hint(name, registry)));
      }
    }
    return found;
  }

  /** A graph that was not read, all of it at one place. */
  public static GraphText located(CalculatorGraphConfig.Builder config, Origin graph) {
    List<Origin> nodes = new ArrayList<>();
    for (int i = 0; i < config.getNodeCount(); i++) {
      nodes.add(graph.child(Origin.graphField("node"), i));
    }
    return new GraphText(
        config,
        graph,
        nodes,
        named(
            graph,
            "packet_generator",
            config.getPacketGeneratorCount(),
            PacketGeneratorConfig.getDescriptor()),
        named(
            graph,
            "status_handler",
            config.getStatusHandlerCount(),
            StatusHandlerConfig.getDescriptor()));
  }

  private static List<Origin> named(Origin graph, String field, int count, Descriptor type) {
    List<Origin> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(graph.child(Origin.graphField(field), i).at(type.findFieldByName(field), 0));
    }
    return result;
  }
}
