package dev.easel.cli.graph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.script.GraphScript;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.info.LiveReportJson;
import dev.easel.serving.plugin.CalculatorFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how long the calls of each node took, and how long they waited. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    sortOptions = false,
    description = {
      "Tells of each node how often it was called, how long that took and how long it waited.",
      "Of a run that it makes (GRAPH), of trace files (--trace), or of a graph that a server serves"
          + " (--server). What a run says goes to standard error."
    },
    footer = {
      "",
      "Examples:",
      "  easel graph profile graphs/merge/graph.pbtxt --inputs graphs/merge/inputs.jsonl",
      "  easel graph profile --trace /tmp/mediapipe_trace_0.binarypb",
      "  easel graph profile --server http://localhost:8000 --servable shapes"
    })
final class ProfileCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "GRAPH", description = "The graph to run.")
  private @Nullable Path graph;

  @Option(
      names = "--inputs",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "File with the lines for the run; - for standard input (default: -).")
  private String inputs = "-";

  @Option(
      names = "--calculators_path",
      paramLabel = "DIR",
      description = "Folder of jars with calculators.")
  private @Nullable Path calculatorsPath;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "A .binarypb file of a trace; repeat it for the further files of the same run.")
  private List<Path> traces = List.of();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--servable", paramLabel = "NAME", description = "Whose graph, with --server.")
  private @Nullable String servable;

  @Option(names = "--json", description = "Prints JSON, as GET /v1/graphs/NAME answers.")
  private boolean isJson;

  @Override
  public Integer call() {
    Misuse misuse = new Misuse(spec);
    server.check(misuse);
    int sources = (graph == null ? 0 : 1) + (traces.isEmpty() ? 0 : 1) + (server.isGiven() ? 1 : 0);
    misuse.when(sources != 1, "one of GRAPH, --trace and --server is needed");
    misuse.when(
        server.isGiven() != (servable != null), "--server and --servable go with each other");
    try {
      if (graph != null) {
        return ofRun(graph);
      }
      print(servable == null ? ofTraces() : ofServer(servable));
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int ofRun(Path file) throws IOException {
    GraphDescription description =
        GraphDescription.load(
            file, CalculatorFolder.registry(Optional.ofNullable(calculatorsPath)));
    LiveProfile profile = new LiveProfile(description.plan());
    PrintWriter err = spec.commandLine().getErr();
    int status;
    try (Reader reader = Inputs.open(inputs)) {
      status =
          GraphScript.run(
              () -> description, GraphSettings.standard().withLive(profile), reader, err);
    } finally {
      err.flush();
    }
    print(json(out -> LiveReportJson.of(profile.report()).write(out)));
    return status;
  }

  private JsonNode ofTraces() throws IOException {
    List<TraceFile.Node> nodes = TraceFile.read(traces);
    return json(
        out -> {
          out.writeArrayFieldStart("nodes");
          for (TraceFile.Node node : nodes) {
            out.writeStartObject();
            out.writeStringField("name", node.name());
            out.writeStringField("calculator", node.calculator());
            LiveReportJson.times(out, "calls", node.calls());
            LiveReportJson.times(out, "waits", node.waits());
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private JsonNode ofServer(String name) throws IOException {
    String path = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    JsonNode graphs = new ObjectMapper().readTree(server.get("/v1/graphs/" + path));
    if (!graphs.path("profiled").asBoolean()) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION,
          graphs.path("loaded").asBoolean()
              ? "the server does not count: it was started with --profile_graphs=false"
              : "servable '" + name + "' is not loaded");
    }
    return graphs;
  }

  /** Writes the fields of an object. */
  private interface Fields {
    void write(JsonGenerator out) throws IOException;
  }

  private static JsonNode json(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    }
    return new ObjectMapper().readTree(bytes.toByteArray());
  }

  private void print(JsonNode graphs) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(graphs));
    } else {
      ProfileTable.print(graphs, out);
    }
    out.flush();
  }
}
