package dev.easel.genai.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The folder of a model, as diffusers and optimum-intel write it.
 *
 * <p><b>Failure</b>: a {@link dev.easel.genai.error.GenAiException} that names the file and what is
 * wrong.
 */
public final class ModelFiles {
  private static final String INDEX = "model_index.json";

  /** What the conversion makes of a component, under names that the index does not have. */
  private static final Set<String> CONVERTED = Set.of("vae_encoder", "vae_decoder");

  /** What GenAI opens without a look whether it is there. */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "unet", List.of("config.json", "openvino_model.xml"),
          "transformer", List.of("config.json", "openvino_model.xml"),
          "text_encoder", List.of("config.json", "openvino_model.xml"),
          "text_encoder_2", List.of("config.json", "openvino_model.xml"),
          "vae", List.of("openvino_model.xml"),
          "tokenizer", List.of("openvino_tokenizer.xml"),
          "tokenizer_2", List.of("openvino_tokenizer.xml"),
          "scheduler", List.of("scheduler_config.json"));

  private ModelFiles() {}

  /** Looks through the files that GenAI will read. */
  public static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw WrongFile.because(folder, "is no model: there is no such folder");
    }
    Path index = folder.resolve(INDEX);
    if (!Files.isRegularFile(index)) {
      throw WrongFile.because(folder, "is no model: it has no " + INDEX);
    }
    JsonNode components = JsonFile.object(index);
    if (!components.path("_class_name").isTextual()) {
      throw WrongFile.because(index, "names no pipeline: _class_name is missing or no text");
    }
    folders(folder).stream()
        .filter(each -> isComponent(String.valueOf(each.getFileName()), components))
        .forEach(ModelFiles::checkComponent);
    components.properties().stream()
        .filter(each -> isPresent(each.getValue()))
        .map(Map.Entry::getKey)
        .filter(NEEDED::containsKey)
        .sorted()
        .forEach(name -> checkComplete(folder, name));
  }

  /**
   * Looks for what GenAI refuses to load, and which no file's absence tells.
   *
   * @return GenAI's sentence
   */
  public static Optional<String> obstacle(Path folder) {
    return SchedulerFile.unknown(folder.resolve("scheduler/scheduler_config.json"));
  }

  /**
   * Looks for what GenAI loads and then refuses with the first picture.
   *
   * @return GenAI's sentence
   */
  public static Optional<String> refusal(Path folder) {
    return SchedulerFile.refusal(folder.resolve("scheduler/scheduler_config.json"));
  }

  /** A library and a class; a component that a pipeline does without has neither. */
  private static boolean isPresent(JsonNode component) {
    return component.path(0).isTextual() && component.path(1).isTextual();
  }

  private static void checkComplete(Path folder, String name) {
    Path component = folder.resolve(name.equals("vae") ? "vae_decoder" : name);
    for (String file : NEEDED.getOrDefault(name, List.of())) {
      WrongFile.checkPresent(component.resolve(file));
    }
  }

  /** Other folders are nobody's: a lost+found, or what an editor leaves behind. */
  private static boolean isComponent(String name, JsonNode components) {
    return components.has(name) || CONVERTED.contains(name);
  }

  private static void checkComponent(Path component) {
    for (Path file : list(component, Files::isRegularFile)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(".xml")) {
        IrFile.check(file);
      } else if (name.equals("scheduler_config.json")) {
        SchedulerFile.check(file);
      } else if (name.equals("config.json")) {
        JsonFile.checkSize(file);
      } else if (name.endsWith(".json")) {
        WrongFile.checkPresent(file);
      }
    }
  }

  private static List<Path> folders(Path folder) {
    return list(folder, Files::isDirectory);
  }

  private static List<Path> list(Path folder, Predicate<Path> filter) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(filter).sorted().toList();
    } catch (IOException e) {
      throw WrongFile.unreadable(folder, e);
    }
  }
}
