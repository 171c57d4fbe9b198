package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DeviceChoice;
import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.generate.settings.ModelSettings;
import dev.easel.calculators.generate.tuning.ModelDigest;
import dev.easel.calculators.generate.tuning.Processor;
import dev.easel.calculators.generate.tuning.TuningKey;
import dev.easel.calculators.model.Resolution;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.genai.GenAi;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.options.StaticShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a model is loaded with, and what figures of it hold for. */
final class ModelSetup {

  private static final String RECORDS = "tuning_dir";
  private static final String BLOBS = "CACHE_DIR";

  private ModelSetup() {}

  /** Where the deployment keeps what was measured. */
  static Optional<Path> records(ResourceRequest request) {
    return Optional.ofNullable(request.settings().get(RECORDS)).map(Path::of);
  }

  /** The devices that the settings name, or the best there is. */
  static List<String> devices(ModelSettings settings, DiffusionRuntime runtime) {
    List<String> wanted = settings.devices().orElse(List.of());
    List<String> present = runtime.devices();
    if (wanted.isEmpty()) {
      return DeviceChoice.best(present);
    }
    DeviceChoice.checkPresent(wanted, present);
    return wanted;
  }

  static TuningKey key(ModelSettings settings, AdapterChoice adapters, List<String> devices) {
    Map<String, String> properties = new TreeMap<>();
    settings.properties().forEach((name, value) -> properties.put(name, String.valueOf(value)));
    properties.remove(BLOBS); // a place, and nothing that is compiled in
    return new TuningKey(
        Processor.name(),
        Runtime.getRuntime().availableProcessors(),
        GenAi.builtFor(),
        ModelDigest.of(settings.modelsPath()),
        devices,
        properties,
        "%s %s %d"
            .formatted(
                shape(settings).map(StaticShape::toString).orElse("any size"),
                adapters.mode(),
                adapters.files().size()));
  }

  static ModelSpec spec(
      ModelSettings settings,
      DiffusersFolder folder,
      AdapterChoice adapters,
      List<String> devices,
      Map<String, Object> properties) {
    return new ModelSpec(
        folder.path(),
        devices,
        new CpuProperties().complete(devices, properties),
        shape(settings),
        adapters.specs(),
        adapters.mode(),
        folder.pipelines(),
        settings.inpaintingPipelines(),
        Optional.of(PromptTokens.tokenizer(folder)));
  }

  /** Only one resolution is compiled in; of several any may come. */
  static Optional<StaticShape> shape(ModelSettings settings) {
    return settings
        .fixedShape()
        .filter(shape -> shape.resolutions().size() == 1)
        .map(
            shape -> {
              Resolution size = shape.resolutions().get(0);
              return new StaticShape(
                  shape.images(), size.height(), size.width(), shape.guidanceScale());
            });
  }
}
