package dev.easel.cli.graph;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.cli.image.Answer;
import dev.easel.cli.image.ImageFiles;
import dev.easel.cli.image.ImageInput;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.log.LogSettings;
import dev.easel.log.Logging;
import dev.easel.serving.Servable;
import dev.easel.serving.plugin.CalculatorFolder;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A request that a graph for requests is run with, as a server would run it. */
final class RequestOptions {
  private static final String NAME = "graph";

  @Option(
      names = "--request",
      paramLabel = "FILE",
      description =
          "Runs a graph that takes HTTP requests, with this JSON body; - for standard input.")
  private @Nullable String body;

  @Option(
      names = "--form",
      paramLabel = "NAME=VALUE",
      description =
          "The same with a field of a form, or a file as NAME=@FILE; repeat it for further ones.")
  private List<String> form = List.of();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description =
          "The request's path (default: /v3/images/edits with a file in the form, else"
              + " /v3/images/generations).")
  private @Nullable String path;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to put the pictures of the answer; several are numbered: out-1.png, out-2.png"
              + " (default: the answer goes to standard output).")
  private @Nullable String output;

  @Option(
      names = "--base_path",
      paramLabel = "DIR",
      description =
          "Folder that the graph's paths begin in, as base_path in config.json (default: the"
              + " graph's).")
  private @Nullable Path base;

  boolean isGiven() {
    return body != null || !form.isEmpty();
  }

  void check(boolean hasInputs, Misuse misuse) {
    misuse.when(
        body != null && !form.isEmpty(), "a request is JSON (--request) or a form (--form)");
    misuse.when(isGiven() && hasInputs, "--inputs does not go with --request and --form");
    misuse.when(
        !isGiven() && (path != null || output != null || base != null),
        "--path, --base_path and --output need --request or --form");
    for (String field : form) {
      misuse.when(field.indexOf('=') < 1, "--form must be NAME=VALUE or NAME=@FILE, not " + field);
    }
  }

  /** Runs the request and tells the answer. */
  void run(Path graph, Optional<Path> calculators, PrintWriter out, PrintWriter err) {
    RepositorySettings settings =
        RepositorySettings.standard(new CalculatorFolder(calculators, text -> {}))
            .withPoll(Duration.ZERO);
    try (Logging log = Logging.configure(LogSettings.of("ERROR"));
        ServableRepository opened =
            ServableRepository.open(RepositorySource.graph(NAME, graph, folder(graph)), settings)) {
      // Why it cannot be loaded is told as the command's failure.
      log.mute("dev.easel.serving");
      opened.load();
      opened.awaitFirstLoad();
      Servable servable = opened.find(NAME).orElseThrow();
      servable
          .failure()
          .ifPresent(
              why -> {
                throw new StatusException(StatusCode.FAILED_PRECONDITION, why);
              });
      tell(Answer.of(servable, payload()), out, err);
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, "cannot read " + body + ": " + e, e);
    }
  }

  private Path folder(Path graph) {
    return base == null ? graph.toAbsolutePath().resolveSibling(".").normalize() : base;
  }

  private void tell(Answer answer, PrintWriter out, PrintWriter err) throws IOException {
    if (output == null) {
      out.println(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
    } else {
      new ImageFiles(output).write(answer).forEach(file -> err.println("wrote " + file));
    }
  }

  private HttpRequestPayload payload() throws IOException {
    return body == null
        ? payload("multipart/form-data; boundary=none", ByteBuffer.allocate(0), parts())
        : payload("application/json", json(body), List.of());
  }

  private static ByteBuffer json(String file) throws IOException {
    return file.equals("-")
        ? ByteBuffer.wrap(System.in.readAllBytes())
        : ImageInput.read(Path.of(file), "--request: ");
  }

  private HttpRequestPayload payload(String type, ByteBuffer bytes, List<FormPart> parts) {
    boolean hasFile = parts.stream().anyMatch(FormPart::isFile);
    String usual = hasFile ? "/v3/images/edits" : "/v3/images/generations";
    String asked = Optional.ofNullable(path).orElse(usual);
    Map<String, String> headers = Map.of("content-type", type);
    return new HttpRequestPayload("POST", asked, "", NAME, NAME, headers, bytes, parts);
  }

  private List<FormPart> parts() {
    List<FormPart> parts = new ArrayList<>();
    for (String field : form) {
      int at = field.indexOf('=');
      String name = field.substring(0, at);
      String value = field.substring(at + 1);
      parts.add(
          value.startsWith("@")
              ? file(name, Path.of(value.substring(1)))
              : FormPart.text(name, value));
    }
    return parts;
  }

  private static FormPart file(String name, Path file) {
    return new FormPart(
        name,
        Optional.of(String.valueOf(file.getFileName())),
        Optional.empty(),
        ImageInput.read(file, "--form " + name + ": "));
  }
}
