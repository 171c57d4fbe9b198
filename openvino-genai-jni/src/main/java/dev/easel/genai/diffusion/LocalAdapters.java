package dev.easel.genai.diffusion;

import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.LoraAdapter;
import dev.easel.genai.lora.LoraSelection;
import dev.easel.genai.lora.layer.ModelLayers;
import dev.easel.genai.lora.layer.PatchedFolder;
import dev.easel.genai.options.PipelineOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's open LoRA adapters by name.
 *
 * <p><b>Ownership</b>: closes the adapters.
 */
final class LocalAdapters implements AutoCloseable {

  private final Map<String, LoraAdapter> open = new LinkedHashMap<>();

  private LocalAdapters() {}

  static LocalAdapters open(ModelSpec spec, LoadWatcher watcher) {
    LocalAdapters adapters = new LocalAdapters();
    try {
      if (spec.adapters().isEmpty()) {
        return adapters;
      }
      ModelLayers model = ModelLayers.of(spec.folder());
      for (AdapterSpec each : spec.adapters()) {
        watcher.opening("the adapter '%s' in %s".formatted(each.name(), each.safetensors()));
        adapters.open.put(each.name(), open(each, model));
      }
      return adapters;
    } catch (RuntimeException | Error e) {
      adapters.close();
      throw e;
    }
  }

  private static LoraAdapter open(AdapterSpec spec, ModelLayers model) {
    try {
      return LoraAdapter.open(spec.safetensors(), model, spec.alpha());
    } catch (GenAiException e) {
      throw new GenAiException("adapter '" + spec.name() + "': " + e.getMessage(), e);
    }
  }

  /** Where the model is to be loaded from; whoever asks closes it when the model is closed. */
  PatchedFolder folder(ModelSpec spec) {
    return PatchedFolder.of(
        spec.folder(),
        open.values().stream().map(LoraAdapter::fit).toList(),
        spec.loraMode().isBeside());
  }

  PipelineOptions options(ModelSpec spec) {
    return new PipelineOptions(
        spec.devices(),
        spec.properties(),
        spec.reshape(),
        List.copyOf(open.values()),
        spec.loraMode());
  }

  LoraSelection select(Map<String, Float> alphas) {
    Map<LoraAdapter, Float> selected = new LinkedHashMap<>();
    alphas.forEach((name, alpha) -> selected.put(find(name), alpha));
    return new LoraSelection(selected);
  }

  private LoraAdapter find(String name) {
    LoraAdapter adapter = open.get(name);
    if (adapter == null) {
      throw new IllegalArgumentException(
          "the model was loaded with adapters " + open.keySet() + ", not with '" + name + "'");
    }
    return adapter;
  }

  @Override
  public void close() {
    open.values().forEach(LoraAdapter::close);
  }
}
