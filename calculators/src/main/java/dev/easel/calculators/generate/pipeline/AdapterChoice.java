package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.AdapterFile;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.AdapterCatalogue.Mode;
import dev.easel.calculators.task.ImageTask;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.check.LoraFile;
import dev.easel.genai.diffusion.AdapterSpec;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.LoraMode;
import dev.easel.genai.lora.layer.ModelLayers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which LoRA adapters a model is loaded with, and which of them a task has.
 *
 * @param catalogue their names and weights as the graph has them
 * @param files their files
 */
record AdapterChoice(AdapterCatalogue catalogue, List<AdapterFile> files) {

  /** Copies. */
  AdapterChoice {
    files = List.copyOf(files);
  }

  /**
   * Looks at the adapters' files without opening them, and finds the layers that they are for.
   *
   * @param model the model's folder
   * @return what is to be known of them although they can be used
   */
  List<String> check(Path model) {
    if (files.isEmpty()) {
      return List.of();
    }
    ModelLayers layers = layers(model);
    return files.stream().flatMap(file -> check(file, layers).stream()).toList();
  }

  private static ModelLayers layers(Path model) {
    try {
      return ModelLayers.of(model);
    } catch (GenAiException e) {
      throw LoadMistake.MODEL_INVALID.because(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> check(AdapterFile file, ModelLayers model) {
    try {
      return model
          .fit(LoraFile.read(file.path()))
          .warning()
          .map(warning -> "lora_adapters: '" + file.alias() + "': " + warning);
    } catch (GenAiException e) {
      throw mistake(file, e);
    }
  }

  private static StatusException mistake(AdapterFile file, RuntimeException e) {
    return LoadMistake.GRAPH_CONFIG_INVALID.because(
        "lora_adapters: '" + file.alias() + "': " + e.getMessage());
  }

  /** What the model is loaded with. */
  List<AdapterSpec> specs() {
    Map<String, Float> fixed = fixedWeights();
    return files.stream().map(file -> spec(file, fixed)).toList();
  }

  private static AdapterSpec spec(AdapterFile file, Map<String, Float> fixed) {
    try {
      float alpha = fixed.getOrDefault(file.alias(), file.alpha());
      return new AdapterSpec(file.alias(), file.path(), alpha);
    } catch (IllegalArgumentException e) {
      throw mistake(file, e);
    }
  }

  /** Where weights cannot change, a composite's are the ones to compile in. */
  private Map<String, Float> fixedWeights() {
    return catalogue.mode() == Mode.DYNAMIC || catalogue.composites().isEmpty()
        ? Map.of()
        : catalogue.select(catalogue.composites().keySet().iterator().next());
  }

  LoraMode mode() {
    if (files.isEmpty()) {
      return LoraMode.AUTO;
    }
    return switch (catalogue.mode()) {
      case DYNAMIC -> LoraMode.DYNAMIC;
      case STATIC -> LoraMode.STATIC;
      case FUSE -> LoraMode.FUSE;
    };
  }

  /** The weights of one task by alias: its own before the graph's. */
  Map<String, Float> weights(ImageTask task) {
    Map<String, Float> weights = new LinkedHashMap<>(catalogue.select(task.model()));
    weights.putAll(task.loraAlphas());
    return weights;
  }

  /** What the run is told: without any adapter all are at zero, which is the bare model. */
  Map<String, Float> alphas(ImageTask task) {
    Map<String, Float> alphas = new LinkedHashMap<>();
    if (catalogue.isDynamic()) {
      Map<String, Float> weights = weights(task);
      for (AdapterFile file : files) {
        if (weights.isEmpty() || weights.containsKey(file.alias())) {
          alphas.put(file.alias(), weights.getOrDefault(file.alias(), 0f));
        }
      }
    }
    return alphas;
  }
}
