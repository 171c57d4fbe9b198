package dev.easel.genai;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** What a pipeline was opened from, as far as later calls have to know it. */
final class LoadedModel {
  private final Path folder;
  private final PipelineOptions options;
  private final SchedulerLimits scheduler;

  private LoadedModel(Path folder, PipelineOptions options) {
    this.folder = folder;
    this.options = options;
    scheduler = SchedulerLimits.of(folder);
  }

  static LoadedModel of(Path folder, PipelineOptions options) {
    if (!Files.isDirectory(folder)) {
      throw new GenAiException(folder + " is no model: there is no such folder");
    }
    if (!Files.isRegularFile(folder.resolve("model_index.json"))) {
      throw new GenAiException(folder + " is no model: it has no model_index.json");
    }
    return new LoadedModel(folder, options);
  }

  long open(OpenPipeline.Opener opener) {
    byte[] path = Checks.utf8("the model's path", folder.toString());
    byte[][] devices =
        options.devices().stream()
            .map(name -> Checks.utf8("a device", name))
            .toArray(byte[][]::new);
    byte[] properties = NativeProperties.of(options.properties()).toBytes();
    int[] shape =
        options
            .reshape()
            .map(s -> new int[] {s.numImagesPerPrompt(), s.height(), s.width()})
            .orElse(new int[0]);
    float guidance = options.reshape().map(StaticShape::guidanceScale).orElse(0f);
    return withHandles(
        options.adapters(),
        new long[options.adapters().size()],
        0,
        handles ->
            opener.open(
                path,
                devices,
                properties,
                shape,
                guidance,
                handles,
                alphas(LoraSelection.UNCHANGED),
                options.loraMode().nativeValue()));
  }

  /** The alpha of every opened adapter, in their order; 0 for those that are off. */
  float[] alphas(LoraSelection selection) {
    List<LoraAdapter> opened = options.adapters();
    Map<LoraAdapter, Float> chosen = selection.alphas();
    if (!chosen.isEmpty() && !options.loraMode().isChangeable()) {
      throw new IllegalArgumentException(
          "adapters cannot change from run to run in LoRA mode " + options.loraMode());
    }
    if (!opened.containsAll(chosen.keySet())) {
      throw new IllegalArgumentException(
          "the pipeline was opened with " + opened + ", not with all of " + chosen.keySet());
    }
    float[] alphas = new float[opened.size()];
    for (int i = 0; i < alphas.length; i++) {
      LoraAdapter adapter = opened.get(i);
      alphas[i] = chosen.isEmpty() ? adapter.alpha() : chosen.getOrDefault(adapter, 0f);
    }
    return alphas;
  }

  /** Refuses what GenAI would not survive. */
  void check(GenerationConfig config) {
    scheduler.check(config);
  }

  boolean hasAdapters() {
    return !options.adapters().isEmpty();
  }

  /**
   * Whether forks may run at the same time: those of SD3 without T5 share the transformer's
   * request.
   */
  boolean isForkIndependent() {
    return Files.isDirectory(folder.resolve("text_encoder_3")) || !isStableDiffusion3();
  }

  private boolean isStableDiffusion3() {
    try {
      return Files.readString(folder.resolve("model_index.json"))
          .contains("\"StableDiffusion3Pipeline\"");
    } catch (IOException e) {
      throw new GenAiException("cannot read " + folder.resolve("model_index.json"), e);
    }
  }

  /** Nested, so that no adapter is closed while the pipeline reads it. */
  private static long withHandles(
      List<LoraAdapter> adapters, long[] handles, int from, LongArrayCall call) {
    if (from == handles.length) {
      return call.apply(handles);
    }
    LongFunction<Long> next =
        handle -> {
          handles[from] = handle;
          return withHandles(adapters, handles, from + 1, call);
        };
    return adapters.get(from).handle().use(next);
  }

  @FunctionalInterface
  private interface LongArrayCall {
    long apply(long[] handles);
  }
}
