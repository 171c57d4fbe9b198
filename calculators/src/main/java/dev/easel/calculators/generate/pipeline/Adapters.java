package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.AdapterFile;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.AdapterCatalogue.Mode;
import dev.easel.calculators.task.ImageTask;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.check.LoraFile;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.LoraAdapter;
import dev.easel.genai.lora.LoraMode;
import dev.easel.genai.lora.LoraSelection;
import dev.easel.genai.options.PipelineOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's open LoRA adapters.
 *
 * <p><b>Threads</b>: immutable once opened.
 *
 * <p><b>Ownership</b>: closes the adapters.
 */
final class Adapters implements AutoCloseable {

  private final AdapterCatalogue catalogue;
  private final Map<String, LoraAdapter> open = new LinkedHashMap<>();

  private Adapters(AdapterCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  static Adapters open(AdapterCatalogue catalogue, List<AdapterFile> files) {
    Adapters adapters = new Adapters(catalogue);
    try {
      Map<String, Float> fixed = fixedWeights(catalogue);
      for (AdapterFile file : files) {
        float alpha = fixed.getOrDefault(file.alias(), file.alpha());
        adapters.open.put(file.alias(), open(file, alpha));
      }
      return adapters;
    } catch (RuntimeException e) {
      adapters.close();
      throw e;
    } catch (Error e) {
      adapters.close();
      throw e;
    }
  }

  private static LoraAdapter open(AdapterFile file, float alpha) {
    try {
      return LoraAdapter.open(file.path(), alpha);
    } catch (GenAiException | IllegalArgumentException e) {
      throw mistake(file, e);
    }
  }

  /** Looks at an adapter's file without opening it. */
  static void check(AdapterFile file) {
    try {
      LoraFile.check(file.path(), file.path());
    } catch (GenAiException e) {
      throw mistake(file, e);
    }
  }

  private static StatusException mistake(AdapterFile file, RuntimeException e) {
    return LoadMistake.GRAPH_CONFIG_INVALID.because(
        "lora_adapters: '" + file.alias() + "': " + e.getMessage());
  }

  /** Where weights cannot change, a composite's are the ones to compile in. */
  private static Map<String, Float> fixedWeights(AdapterCatalogue catalogue) {
    return catalogue.mode() == Mode.DYNAMIC || catalogue.composites().isEmpty()
        ? Map.of()
        : catalogue.select(catalogue.composites().keySet().iterator().next());
  }

  PipelineOptions addTo(PipelineOptions options) {
    if (open.isEmpty()) {
      return options;
    }
    LoraMode mode =
        switch (catalogue.mode()) {
          case DYNAMIC -> LoraMode.DYNAMIC;
          case STATIC -> LoraMode.STATIC;
          case FUSE -> LoraMode.FUSE;
        };
    return options.withAdapters(List.copyOf(open.values())).withLoraMode(mode);
  }

  /** The weights of one task by alias: its own before the graph's. */
  Map<String, Float> weights(ImageTask task) {
    Map<String, Float> weights = new LinkedHashMap<>(catalogue.select(task.model()));
    weights.putAll(task.loraAlphas());
    return weights;
  }

  /** What the pipeline is told: without any adapter all are at zero, which is the bare model. */
  LoraSelection select(ImageTask task) {
    if (!catalogue.isDynamic()) {
      return LoraSelection.UNCHANGED;
    }
    Map<String, Float> weights = weights(task);
    Map<LoraAdapter, Float> selected = new LinkedHashMap<>();
    open.forEach(
        (alias, adapter) -> {
          if (weights.isEmpty() || weights.containsKey(alias)) {
            selected.put(adapter, weights.getOrDefault(alias, 0f));
          }
        });
    return new LoraSelection(selected);
  }

  @Override
  public void close() {
    open.values().forEach(LoraAdapter::close);
  }
}
