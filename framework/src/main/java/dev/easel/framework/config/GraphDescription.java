package dev.easel.framework.config;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.check.GraphCheck;
import dev.easel.framework.expand.SubgraphExpansion;
import dev.easel.framework.name.PortEntries;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.TemplateDict;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.text.GraphText;
import dev.easel.framework.text.Origin;
import dev.easel.framework.text.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A graph that was read, expanded and checked. Any number of graphs are made of one description.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class GraphDescription {
  private final GraphPlan plan;
  private final CalculatorRegistry registry;

  private GraphDescription(GraphPlan plan, CalculatorRegistry registry) {
    this.plan = plan;
    this.registry = registry;
  }

  /**
   * Reads and checks the text of a graph; if it is a template, with its parameters' own values.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes.
   */
  public static GraphDescription parse(String text, String fileName, CalculatorRegistry registry) {
    return parse(text, fileName, registry, LoadSettings.standard());
  }

  /**
   * The same with arguments for a template.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes.
   */
  public static GraphDescription parse(
      String text, String fileName, CalculatorRegistry registry, TemplateDict arguments) {
    return parse(text, fileName, registry, LoadSettings.standard().withArguments(arguments));
  }

  /**
   * The same with more from the application.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes.
   */
  public static GraphDescription parse(
      String text, String fileName, CalculatorRegistry registry, LoadSettings settings) {
    Report report = new Report();
    GraphText.Use use = new GraphText.Use("", settings.arguments());
    GraphText read = GraphText.read(text, fileName, registry, report, use);
    return check(read, registry, settings, report);
  }

  /**
   * Checks a graph that was made by a program.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes.
   */
  public static GraphDescription of(CalculatorGraphConfig config, CalculatorRegistry registry) {
    return of(config, registry, LoadSettings.standard());
  }

  /**
   * The same with more from the application.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes.
   */
  public static GraphDescription of(
      CalculatorGraphConfig config, CalculatorRegistry registry, LoadSettings settings) {
    GraphText text = GraphText.located(config.toBuilder(), new Origin("graph", 0, 0));
    return check(text, registry, settings, new Report());
  }

  private static GraphDescription check(
      GraphText text, CalculatorRegistry registry, LoadSettings settings, Report report) {
    SubgraphExpansion expansion =
        new SubgraphExpansion(text, registry, settings.services(), report);
    expansion.expand();
    GraphCheck check = new GraphCheck(expansion.expanded(), registry, report);
    GraphPlan plan = check.plan().orElseThrow(() -> failure(report));
    return new GraphDescription(plan, registry);
  }

  private static GraphConfigException failure(Report report) {
    List<Mistake> mistakes =
        report.findings().stream()
            .map(
                f ->
                    new Mistake(
                        f.code(),
                        f.where().file(),
                        f.where().line(),
                        f.where().column(),
                        f.node(),
                        f.message(),
                        f.hint()))
            .toList();
    String lines = mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n"));
    return new GraphConfigException(
        report.code().orElseThrow(), Visible.lines(report.message()) + "\n" + lines, mistakes);
  }

  /**
   * Reads and checks a file.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes; {@code NOT_FOUND} when the
   * file cannot be read.
   */
  public static GraphDescription load(Path file, CalculatorRegistry registry) {
    return load(file, registry, LoadSettings.standard());
  }

  /**
   * The same with more from the application.
   *
   * <p><b>Failure:</b> {@link GraphConfigException} with all mistakes; {@code NOT_FOUND} when the
   * file cannot be read.
   */
  public static GraphDescription load(
      Path file, CalculatorRegistry registry, LoadSettings settings) {
    try {
      return parse(Files.readString(file), file.toString(), registry, settings);
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, "cannot read " + file + ": " + e, e);
    }
  }

  /** The graph after expansion, its nodes in order. */
  public CalculatorGraphConfig config() {
    return plan.config();
  }

  /** What the graph's names were looked up in. */
  public CalculatorRegistry registry() {
    return registry;
  }

  /** The graph as runs need it. */
  public GraphPlan plan() {
    return plan;
  }

  /** The graph's input streams as written, such as {@code TAG:name}. */
  public List<String> inputStreams() {
    return List.copyOf(plan.config().getInputStreamList());
  }

  /** The graph's output streams as written. */
  public List<String> outputStreams() {
    return List.copyOf(plan.config().getOutputStreamList());
  }

  /** The graph's input side packets as written. */
  public List<String> inputSidePackets() {
    return List.copyOf(plan.config().getInputSidePacketList());
  }

  /** The graph's input streams. */
  public TagMap inputs() {
    return plan.graphInputs();
  }

  /** The graph's output streams. */
  public TagMap outputs() {
    return PortEntries.parse(plan.config().getOutputStreamList()).tags();
  }
}
