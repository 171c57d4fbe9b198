package dev.easel.cli.model;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.check.JsonFile;
import dev.easel.hub.FolderSwap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts a diffusers model into OpenVINO's format.
 *
 * @param source a folder, or a name on the hub that {@code HF_ENDPOINT} names; without one, a name
 *     that the converter may know
 * @param options what it becomes
 */
record Conversion(String source, ConversionOptions options) {
  private static final String INDEX = "model_index.json";

  /** Puts the converted model and a graph that serves it into a folder, when all of it is there. */
  void into(Path target, String graph, PullOptions.Extras extras, PrintWriter err)
      throws IOException {
    FolderSwap swap = FolderSwap.of(target, "export");
    swap.recover();
    FolderSwap.delete(swap.staging());
    Path fetched = swap.staging().resolveSibling("." + swap.target().getFileName() + ".source");
    String model = isFetched() ? fetch(fetched, err) : source;
    List<String> task = task(Path.of(model));
    ExportEnvironment environment = ExportEnvironment.of(System.getenv());
    environment.prepare(err);
    Files.createDirectories(swap.staging());
    try {
      ExportEnvironment.run(command(environment.converter(), model, task, swap.staging()), err);
      if (!Files.exists(swap.staging().resolve(INDEX))) {
        throw new StatusException(
            StatusCode.DATA_LOSS, "optimum-cli has written no " + INDEX + "; is it a pipeline?");
      }
      extras.in(swap.staging(), true);
      Files.writeString(swap.staging().resolve("graph.pbtxt"), graph, StandardCharsets.UTF_8);
    } catch (StatusException e) {
      FolderSwap.delete(swap.staging());
      throw e;
    }
    swap.finish();
    FolderSwap.delete(fetched);
  }

  private boolean isFetched() {
    return !Files.isDirectory(Path.of(source))
        && !System.getenv().getOrDefault("HF_ENDPOINT", "").isBlank();
  }

  /** What a failed conversion has disconnected there is not fetched again. */
  private String fetch(Path folder, PrintWriter err) {
    if (!Files.exists(folder.resolve(INDEX))) {
      PullOptions.hub(err).fetchSource(source, folder);
    }
    return folder.toString();
  }

  private List<String> command(Path converter, String model, List<String> task, Path into) {
    List<String> command = new ArrayList<>();
    command.add(converter.toString());
    command.addAll(List.of("export", "openvino", "--model", model));
    command.addAll(task);
    command.addAll(options.words());
    command.add(into.toString());
    return command;
  }

  /** The converter cannot tell it from a folder. */
  private List<String> task(Path model) throws IOException {
    if (!Files.isDirectory(model) || options.words().contains("--task")) {
      return List.of();
    }
    Path index = model.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new StatusException(
          StatusCode.NOT_FOUND, index + " is not there; the source must be a diffusers pipeline");
    }
    return List.of("--task", taskOf(index));
  }

  private static String taskOf(Path index) {
    try {
      String name = JsonFile.read(index).path("_class_name").asText();
      return name.contains("Fill")
          ? "fill"
          : name.contains("Inpaint") ? "inpainting" : "text-to-image";
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "cannot read " + index + ": " + e.getMessage(), e);
    }
  }
}
