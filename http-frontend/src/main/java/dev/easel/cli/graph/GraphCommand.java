package dev.easel.cli.graph;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.draw.GraphDrawing;
import dev.easel.framework.script.GraphScript;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.plugin.CalculatorFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Works with graphs on their own. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ProfileCommand.class, TraceCommand.class},
    description = "Runs a graph by hand, draws it, and tells how it runs.",
    footer = {
      "",
      "Example:",
      "  easel graph run graphs/gate/graph.pbtxt --inputs graphs/gate/inputs.jsonl",
      "  easel graph draw graphs/shapes/graph.pbtxt -o shapes.svg"
    })
public final class GraphCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  /** The command, as picocli makes it. */
  public GraphCommand() {}

  @Override
  public void run() {
    throw new Misuse(spec).because("a command is needed: run, draw, profile or trace");
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Carries out lines of JSON on a graph and prints what it says, a JSON object a line.",
        "The lines are described in docs/framework.md. The exit status is 1 after an error.",
        "A graph that takes HTTP requests is run with --request or --form, its models loaded."
      },
      footer = {
        "",
        "Example:",
        "  echo '{\"stream\": \"in\", \"timestamp\": 1, \"value\": 42}' |"
            + " easel graph run graphs/pass-through/graph.pbtxt --inputs -",
        "  echo '{\"prompt\": \"a red circle\"}' |"
            + " easel graph run graphs/shapes/graph.pbtxt --base_path models/shapes --request -"
            + " -o circle.png"
      })
  int run(
      @Parameters(paramLabel = "GRAPH", description = "The graph, such as graph.pbtxt.") Path graph,
      @Option(
              names = "--inputs",
              paramLabel = "FILE",
              description = "File with the lines; - for standard input (default: -).")
          @Nullable String inputs,
      @Mixin RequestOptions request,
      @Option(
              names = "--calculators_path",
              paramLabel = "DIR",
              description = "Folder of jars with calculators.")
          @Nullable Path calculatorsPath) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Path> calculators = Optional.ofNullable(calculatorsPath);
    request.check(inputs != null, misuse("run"));
    String lines = inputs == null ? "-" : inputs;
    try {
      if (request.isGiven()) {
        request.run(graph, calculators, out, spec.commandLine().getErr());
        return 0;
      }
      try (Reader reader = Inputs.open(lines)) {
        return GraphScript.run(graph, reader, out, CalculatorFolder.registry(calculators));
      }
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, "cannot read " + lines + ": " + e, e);
    } finally {
      out.flush();
    }
  }

  /** Speaks of one of the commands below this one. */
  private Misuse misuse(String command) {
    return new Misuse(Objects.requireNonNull(spec.subcommands().get(command)).getCommandSpec());
  }

  /** How a picture is written. */
  enum Format {
    SVG,
    MERMAID,
    DOT
  }

  @Command(
      name = "draw",
      mixinStandardHelpOptions = true,
      description = {
        "Draws a graph: nodes, streams, side packets (dotted), back edges (dashed), subgraphs.",
        "The graph is checked first, but no model is opened."
      },
      footer = {
        "",
        "Example:",
        "  easel graph draw graphs/shapes-ovms/graph.pbtxt --fold --format mermaid"
      })
  int draw(
      @Parameters(paramLabel = "GRAPH", description = "The graph, such as graph.pbtxt.") Path graph,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "File to write (default: standard output).")
          @Nullable Path output,
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "SVG",
              description = "svg, mermaid, or dot for Graphviz (default: svg).")
          Format format,
      @Option(names = "--fold", description = "Draws each subgraph as one box.") boolean fold,
      @Option(
              names = "--calculators_path",
              paramLabel = "DIR",
              description = "Folder of jars with calculators.")
          @Nullable Path calculatorsPath) {
    GraphDescription description =
        GraphDescription.load(
            graph, CalculatorFolder.registry(Optional.ofNullable(calculatorsPath)));
    GraphDrawing drawing =
        fold ? GraphDrawing.folded(description) : GraphDrawing.unfolded(description);
    String picture =
        switch (format) {
          case SVG -> drawing.svg();
          case MERMAID -> drawing.mermaid();
          case DOT -> drawing.dot();
        };
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(picture);
      out.flush();
      return 0;
    }
    try {
      Files.writeString(output, picture);
    } catch (IOException e) {
      throw new StatusException(StatusCode.UNAVAILABLE, "cannot write " + output + ": " + e, e);
    }
    return 0;
  }
}
