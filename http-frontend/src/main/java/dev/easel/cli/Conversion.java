package dev.easel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.repository.hub.FolderSwap;
import dev.easel.repository.hub.HubAddress;
import dev.easel.repository.hub.ModelPull;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts a diffusers model into OpenVINO's format.
 *
 * @param source a folder, or a name on the hub
 * @param weightFormat what the weights become; empty leaves it to the converter
 * @param parameters further ones of the converter
 */
record Conversion(String source, Optional<String> weightFormat, List<String> parameters) {
  private static final String INDEX = "model_index.json";

  /** Fills a folder; it is empty again when that fails. */
  void into(Path folder, PrintWriter err) throws IOException {
    List<String> task = task(System.getenv(), err);
    ExportEnvironment environment = ExportEnvironment.of(System.getenv());
    environment.prepare(err);
    FolderSwap.delete(folder);
    Files.createDirectories(folder);
    try {
      ExportEnvironment.run(command(environment.converter(), task, folder), err);
      if (!Files.exists(folder.resolve(INDEX))) {
        throw new StatusException(
            StatusCode.DATA_LOSS, "optimum-cli has written no " + INDEX + "; is it a pipeline?");
      }
    } catch (StatusException e) {
      FolderSwap.delete(folder);
      throw e;
    }
  }

  private List<String> command(Path converter, List<String> task, Path into) {
    List<String> command = new ArrayList<>();
    command.add(converter.toString());
    command.addAll(List.of("export", "openvino", "--model", source));
    command.addAll(task);
    weightFormat.ifPresent(format -> command.addAll(List.of("--weight-format", format)));
    command.addAll(parameters);
    command.add(into.toString());
    return command;
  }

  /** The converter asks for it where the source is a folder, and on a hub it guesses by a tag. */
  private List<String> task(Map<String, String> environment, PrintWriter err) throws IOException {
    if (parameters.contains("--task")) {
      return List.of();
    }
    return index(environment, err).map(text -> List.of("--task", taskOf(text))).orElse(List.of());
  }

  private Optional<String> index(Map<String, String> environment, PrintWriter err)
      throws IOException {
    Path folder = Path.of(source);
    if (Files.isDirectory(folder)) {
      if (!Files.exists(folder.resolve(INDEX))) {
        throw new StatusException(
            StatusCode.NOT_FOUND,
            "the folder " + source + " has no " + INDEX + "; it must be a diffusers pipeline");
      }
      return Optional.of(Files.readString(folder.resolve(INDEX)));
    }
    if (environment.getOrDefault("HF_ENDPOINT", "").isBlank()) {
      return Optional.empty();
    }
    ModelPull hub =
        new ModelPull(HubAddress.of(environment), environment, new ProgressLine(err, false));
    return Optional.of(hub.text(source, INDEX));
  }

  private String taskOf(String index) {
    try {
      String name = new ObjectMapper().readTree(index).path("_class_name").asText();
      return name.contains("Fill")
          ? "fill"
          : name.contains("Inpaint") ? "inpainting" : "text-to-image";
    } catch (JsonProcessingException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, source + ": " + INDEX + " is no JSON", e);
    }
  }
}
