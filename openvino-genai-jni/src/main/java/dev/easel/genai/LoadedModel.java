package dev.easel.genai;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.bridge.NativeProperties;
import dev.easel.genai.check.ModelFiles;
import dev.easel.genai.lora.LoraSelection;
import dev.easel.genai.lora.OpenedAdapters;
import dev.easel.genai.model.ModelIndex;
import dev.easel.genai.model.SchedulerLimits;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.genai.options.StaticShape;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a pipeline was opened from, as far as later calls have to know it. */
final class LoadedModel {
  private final Path folder;
  private final PipelineOptions options;
  private final OpenedAdapters adapters;
  private final SchedulerLimits scheduler;
  private final boolean isForkIndependent;

  private LoadedModel(Path folder, PipelineOptions options) {
    this.folder = folder;
    this.options = options;
    adapters = new OpenedAdapters(options.adapters(), options.loraMode());
    scheduler = SchedulerLimits.of(folder);
    isForkIndependent =
        Files.isDirectory(folder.resolve("text_encoder_3"))
            || !ModelIndex.of(folder).className().equals("StableDiffusion3Pipeline");
  }

  static LoadedModel of(Path folder, PipelineOptions options) {
    ModelFiles.check(folder);
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
    return adapters.open(
        (handles, alphas, mode) ->
            opener.open(path, devices, properties, shape, guidance, handles, alphas, mode));
  }

  /** The alpha of every opened adapter in a run. */
  float[] alphas(LoraSelection selection) {
    return adapters.alphas(selection);
  }

  /** Refuses what GenAI would not survive. */
  void check(GenerationConfig config) {
    float strength = config.strength().orElse(1f);
    if (scheduler.originalSteps().isPresent() && scheduler.leavesNone(1, strength)) {
      throw new IllegalArgumentException(
          "strength must leave a whole one of the scheduler's %d original_inference_steps, unlike %s"
              .formatted(scheduler.originalSteps().getAsInt(), strength));
    }
  }

  boolean hasAdapters() {
    return !adapters.isEmpty();
  }

  /**
   * Whether forks may run at the same time: those of SD3 without T5 share the transformer's
   * request.
   */
  boolean isForkIndependent() {
    return isForkIndependent;
  }
}
