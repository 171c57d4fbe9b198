package dev.easel.genai.diffusion;

import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.LoraAdapter;
import dev.easel.genai.lora.LoraSelection;
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
      for (AdapterSpec each : spec.adapters()) {
        watcher.opening("the adapter '%s' in %s".formatted(each.name(), each.safetensors()));
        adapters.open.put(each.name(), open(each));
      }
      return adapters;
    } catch (RuntimeException | Error e) {
      adapters.close();
      throw e;
    }
  }

  private static LoraAdapter open(AdapterSpec spec) {
    try {
      return LoraAdapter.open(spec.safetensors(), spec.alpha());
    } catch (GenAiException e) {
      throw new GenAiException("adapter '" + spec.name() + "': " + e.getMessage(), e);
    }
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
