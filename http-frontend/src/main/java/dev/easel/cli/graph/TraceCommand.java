package dev.easel.cli.graph;

import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches the trace of a request. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    sortOptions = false,
    description = {
      "Fetches the trace of a request that was sent with the header 'x-easel-trace: 1'; ID is what"
          + " its answer has in that header. The file opens in ui.perfetto.dev.",
      "Without ID it lists the traces that the server has."
    },
    footer = {
      "",
      "Example:",
      "  easel graph trace --server http://localhost:8000 trace_0011223344556677 -o trace.json"
    })
final class TraceCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The trace's name.")
  private @Nullable String id;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "File to write (default: standard output).")
  private @Nullable Path output;

  @Override
  public Integer call() {
    Misuse misuse = new Misuse(spec);
    server.check(misuse);
    misuse.when(!server.isGiven(), "--server is needed");
    misuse.when(
        id != null && !id.matches("[A-Za-z0-9_]+"),
        "a trace's name has letters, digits and _ alone: " + id);
    String text = server.get(id == null ? "/v1/traces" : "/v1/traces/" + id);
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(text);
      out.flush();
      return 0;
    }
    try {
      Files.writeString(output, text);
    } catch (IOException e) {
      throw new StatusException(StatusCode.UNAVAILABLE, "cannot write " + output + ": " + e, e);
    }
    return 0;
  }
}
