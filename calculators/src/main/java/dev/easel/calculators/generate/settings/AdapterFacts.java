package dev.easel.calculators.generate.settings;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.check.LoraFile;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.layer.AdapterFit;
import dev.easel.genai.lora.layer.ModelLayers;
import java.nio.file.Path;
import java.util.List;

/**
 * What a LoRA adapter's file has for a model.
 *
 * @param names whose names for the layers the file has
 * @param layers how many layers it changes by its own count
 * @param matched how many of them the model has
 * @param unmatched the others, as the file calls them
 */
public record AdapterFacts(String names, int layers, int matched, List<String> unmatched) {

  /** Copies. */
  public AdapterFacts {
    unmatched = List.copyOf(unmatched);
  }

  /**
   * Reads a file's header and the names of the model's layers.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} with what is wrong with the file, or why it does
   * not fit.
   */
  public static AdapterFacts of(Path file, Path model) {
    try {
      AdapterFit fit = ModelLayers.of(model).fit(LoraFile.read(file));
      return new AdapterFacts(fit.spelling(), fit.total(), fit.matched(), fit.unmatched());
    } catch (GenAiException e) {
      throw new StatusException(StatusCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
    }
  }
}
