package dev.easel.genai.model;

import dev.easel.genai.check.JsonFile;
import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a model's {@code model_index.json} says.
 *
 * @param className the pipeline's class in diffusers; "" when it names none
 */
public record ModelIndex(String className) {
  /** Reads that of the model in a folder. */
  public static ModelIndex of(Path model) {
    Path file = model.resolve("model_index.json");
    try {
      return new ModelIndex(JsonFile.read(file).path("_class_name").asText());
    } catch (IOException e) {
      throw new GenAiException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
