package dev.easel.cli;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.script.GraphScript;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.plugin.CalculatorFolder;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    description = "Runs a graph by hand.",
    footer = {
      "",
      "Example:",
      "  easel graph run graphs/gate/graph.pbtxt --inputs graphs/gate/inputs.jsonl"
    })
final class GraphCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new Misuse(spec).because("the command run is needed");
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Carries out lines of JSON on a graph and prints what it says, a JSON object a line.",
        "The lines are described in docs/framework.md. The exit status is 1 after an error."
      },
      footer = {
        "",
        "Example:",
        "  echo '{\"stream\": \"in\", \"timestamp\": 1, \"value\": 42}' |"
            + " easel graph run graphs/pass-through/graph.pbtxt --inputs -"
      })
  int run(
      @Parameters(paramLabel = "GRAPH", description = "The graph, such as graph.pbtxt.") Path graph,
      @Option(
              names = "--inputs",
              paramLabel = "FILE",
              defaultValue = "-",
              description = "File with the lines; - for standard input (default: -).")
          String inputs,
      @Option(
              names = "--calculators_path",
              paramLabel = "DIR",
              description = "Folder of jars with calculators.")
          @Nullable Path calculatorsPath) {
    PrintWriter out = spec.commandLine().getOut();
    try (Reader reader = reader(inputs)) {
      return GraphScript.run(
          graph, reader, out, CalculatorFolder.registry(Optional.ofNullable(calculatorsPath)));
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, "cannot read " + inputs + ": " + e, e);
    } finally {
      out.flush();
    }
  }

  private static Reader reader(String inputs) throws IOException {
    return inputs.equals("-")
        ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
        : Files.newBufferedReader(Path.of(inputs));
  }
}
