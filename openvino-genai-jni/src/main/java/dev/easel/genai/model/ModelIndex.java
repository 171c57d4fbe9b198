package dev.easel.genai.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a model's {@code model_index.json} says.
 *
 * @param className the pipeline's class in diffusers; "" when it names none
 */
public record ModelIndex(String className) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads that of the model in a folder. */
  public static ModelIndex of(Path model) {
    Path file = model.resolve("model_index.json");
    try {
      return new ModelIndex(JSON.readTree(ModelText.read(file)).path("_class_name").asText());
    } catch (ModelText.TooLargeException e) {
      throw new GenAiException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new GenAiException("cannot read " + file, e);
    }
  }
}
