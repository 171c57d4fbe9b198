package dev.easel.calculators.generate.settings;

import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.AdapterCatalogue.Component;
import dev.easel.calculators.model.AdapterCatalogue.Mode;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.CompositeLoraAdapter;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.LoraAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the LoRA adapters among a node's options. */
final class AdapterReader {

  private final List<AdapterFile> files = new ArrayList<>();
  private final Map<String, Float> weights = new LinkedHashMap<>();
  private final Map<String, List<Component>> composites = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Mode mode;

  AdapterReader(ImageGenCalculatorOptions options, Path base, boolean npu) {
    for (LoraAdapter adapter : options.getLoraAdaptersList()) {
      read(adapter, base);
    }
    for (CompositeLoraAdapter composite : options.getCompositeLoraAdaptersList()) {
      read(composite);
    }
    mode = mode(options.getLoraAdaptersList());
    if (npu) {
      checkNpu();
    }
  }

  List<AdapterFile> files() {
    return files;
  }

  AdapterCatalogue catalogue() {
    return files.isEmpty()
        ? AdapterCatalogue.EMPTY
        : new AdapterCatalogue(weights, composites, mode);
  }

  private void read(LoraAdapter adapter, Path base) {
    claim(adapter.getAlias());
    Path file = base.resolve(adapter.getPath()).normalize();
    if (!Files.isRegularFile(file)) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "lora_adapters: '" + adapter.getAlias() + "' has no file at " + file);
    }
    checkAlpha(adapter.getAlias(), adapter.getAlpha());
    files.add(new AdapterFile(adapter.getAlias(), file, adapter.getAlpha()));
    weights.put(adapter.getAlias(), adapter.getAlpha());
  }

  private void read(CompositeLoraAdapter composite) {
    claim(composite.getAlias());
    List<Component> parts = new ArrayList<>();
    for (CompositeLoraAdapter.Component part : composite.getComponentsList()) {
      if (!weights.containsKey(part.getAdapterAlias())) {
        throw LoadMistake.GRAPH_CONFIG_INVALID.because(
            "composite_lora_adapters: '"
                + composite.getAlias()
                + "' names '"
                + part.getAdapterAlias()
                + "', which is not among lora_adapters "
                + weights.keySet());
      }
      checkAlpha(composite.getAlias(), part.getAlpha());
      parts.add(
          new Component(
              part.getAdapterAlias(),
              part.hasAlpha() ? Optional.of(part.getAlpha()) : Optional.empty()));
    }
    composites.put(composite.getAlias(), List.copyOf(parts));
  }

  private void claim(String alias) {
    if (alias.isEmpty() || !names.add(alias)) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "lora_adapters: the alias '" + alias + "' is empty or there twice");
    }
  }

  private static void checkAlpha(String alias, float alpha) {
    if (!Float.isFinite(alpha)) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "lora_adapters: the alpha of '" + alias + "' is no finite number");
    }
  }

  private static Mode mode(List<LoraAdapter> adapters) {
    Set<LoraAdapter.Mode> modes = new HashSet<>();
    adapters.forEach(adapter -> modes.add(adapter.getMode()));
    if (modes.size() > 1) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "lora_adapters: OpenVINO GenAI applies all adapters in one way; there are " + modes);
    }
    return modes.stream().findFirst().map(found -> Mode.valueOf(found.name())).orElse(Mode.DYNAMIC);
  }

  private void checkNpu() {
    if (composites.size() > 1) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "composite_lora_adapters: an NPU takes one composite, there are " + composites.size());
    }
    if (weights.size() > 1) {
      Set<String> missing = new HashSet<>(weights.keySet());
      composites.values().forEach(parts -> parts.forEach(part -> missing.remove(part.adapter())));
      if (!missing.isEmpty()) {
        throw LoadMistake.GRAPH_CONFIG_INVALID.because(
            "lora_adapters: on an NPU several adapters need a composite of all; it lacks "
                + missing);
      }
    }
  }
}
