package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.generate.model.GenerationSize;
import dev.easel.calculators.generate.model.ImageDescription;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.PipelineKind;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.ImageTaskBuilder;
import dev.easel.calculators.task.Prompts;
import dev.easel.calculators.task.SourceImages;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.GenerationConfig;
import dev.easel.genai.Image2ImagePipeline;
import dev.easel.genai.InpaintingPipeline;
import dev.easel.genai.RgbImages;
import dev.easel.genai.StepListener;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** One task's run through one of a model's pipelines. */
final class PipelineRun implements GenerationRun {

  private final ImagePipelines model;
  private final ImageTask task;
  private final Optional<SourceImages> source;
  private final BooleanSupplier isCancelled;
  private final PromptTokens.Count tokens;
  private final Resolution size;
  private StepListener watcher = StepListener.NONE;

  PipelineRun(
      ImagePipelines model,
      ImageTask task,
      Optional<SourceImages> source,
      BooleanSupplier isCancelled) {
    this.model = model;
    this.task = withDefaults(task, model.description());
    this.source = source;
    this.isCancelled = isCancelled;
    checkSources(task, source);
    tokens = model.tokens().count(task);
    size = GenerationSize.of(task, source, model.description());
  }

  /** A graph's slip and not a client's. */
  private static void checkSources(ImageTask task, Optional<SourceImages> source) {
    int images = source.map(given -> given.image().count()).orElse(1);
    if (images != 1 && images != task.count()) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION,
          "a task for %d images has %d source images; it takes one, or one for each"
              .formatted(task.count(), images));
    }
  }

  /** Says what GenAI would otherwise choose, so that the report can tell. */
  private static ImageTask withDefaults(ImageTask task, ModelDescription model) {
    ImageTaskBuilder known = task.toBuilder();
    task.guidanceScale()
        .or(() -> model.fixedShape().map(ModelDescription.FixedShape::guidanceScale))
        .or(model::defaultGuidance)
        .or(() -> model.family().usualGuidance(PipelineKind.of(task)))
        .ifPresent(known::guidanceScale);
    task.strength()
        .or(() -> model.family().usualStrength(PipelineKind.of(task)))
        .ifPresent(known::strength);
    return known.build();
  }

  @Override
  public RgbImages run(StepListener steps) throws InterruptedException {
    watcher = steps;
    checkCancelled();
    try {
      return switch (PipelineKind.of(task)) {
        case TEXT_TO_IMAGE -> textToImage();
        case IMAGE_TO_IMAGE -> imageToImage();
        case INPAINTING -> inpaint();
      };
    } catch (GenerationStoppedException e) {
      throw cancelled();
    } catch (IllegalArgumentException e) {
      throw RequestException.of("", RequestException.INVALID_VALUE, String.valueOf(e.getMessage()));
    } catch (GenAiException e) {
      throw new StatusException(
          StatusCode.INTERNAL, "the model could not make the picture: " + e.getMessage(), e);
    }
  }

  @Override
  public GenerationReport report() {
    ImageDescription text = new ImageDescription(task, size, model.adapters().weights(task));
    List<String> descriptions = IntStream.range(0, task.count()).mapToObj(text::of).toList();
    return new GenerationReport(tokens.sent(), tokens.kept(), nativeRuns(), descriptions);
  }

  private RgbImages textToImage() {
    PipelinePool<Text2ImagePipeline> pool = model.textToImage();
    Text2ImagePipeline pipeline = pool.lend();
    try {
      return make((count, index) -> pipeline.generate(prompt(), config(count, index), listener()));
    } finally {
      pool.giveBack(pipeline);
    }
  }

  private RgbImages imageToImage() {
    RgbImages images = source().image();
    PipelinePool<Image2ImagePipeline> pool = model.imageToImage();
    Image2ImagePipeline pipeline = pool.lend();
    try {
      return make(
          (count, index) ->
              pipeline.generate(
                  prompt(),
                  SmallImage.enlarge(one(images, index), size),
                  config(count, index),
                  listener()));
    } finally {
      pool.giveBack(pipeline);
    }
  }

  /** The image that belongs to one of the task's. */
  private static RgbImages one(RgbImages images, int index) {
    if (images.count() == 1) {
      return images;
    }
    RgbImages one = RgbImages.allocate(1, images.height(), images.width());
    one.image(0).put(images.image(index));
    return one;
  }

  private RgbImages inpaint() throws InterruptedException {
    RgbImages image = source().image();
    RgbImages mask =
        source().mask().orElseThrow(() -> RequestException.missing("mask", "no node decoded it"));
    InpaintingPool pool = model.inpainting();
    InpaintingPipeline pipeline = pool.lend(isCancelled).orElseThrow(PipelineRun::cancelled);
    try {
      return make(
          (count, index) ->
              pipeline.generate(prompt(), image, mask, config(count, index), listener()));
    } finally {
      pool.giveBack(pipeline);
    }
  }

  /** One native run of a pipeline. */
  @FunctionalInterface
  private interface NativeRun {
    /** Makes so many of the task's images, from one of them on. */
    RgbImages generate(int count, int index);
  }

  /** All images at once, or each with the seed after the one before. */
  private RgbImages make(NativeRun run) {
    if (nativeRuns() == 1) {
      return run.generate(task.count(), 0);
    }
    RgbImages all = RgbImages.allocate(task.count(), size.height(), size.width());
    for (int i = 0; i < task.count(); i++) {
      try (RgbImages one = run.generate(1, i)) {
        all.image(i).put(one.pixels());
      }
    }
    return all;
  }

  @Override
  public int nativeRuns() {
    boolean hasOneSource = source.map(images -> images.image().count() == 1).orElse(true);
    return hasOneSource && model.isBatched(PipelineKind.of(task)) ? 1 : task.count();
  }

  private SourceImages source() {
    return source.orElseThrow(() -> RequestException.missing("image", "no node decoded it"));
  }

  private String prompt() {
    return task.prompts().prompt();
  }

  private StepListener listener() {
    return step -> !isCancelled.getAsBoolean() && watcher.onStep(step);
  }

  private void checkCancelled() {
    if (isCancelled.getAsBoolean()) {
      throw cancelled();
    }
  }

  private static StatusException cancelled() {
    return new StatusException(StatusCode.CANCELLED, "the run was cancelled");
  }

  /** Stable Diffusion XL would take no notice of a second one that stands alone. */
  private static Optional<String> negative(Prompts prompts) {
    return prompts.negative().or(() -> prompts.negative2().map(second -> ""));
  }

  private GenerationConfig config(int count, int index) {
    Prompts prompts = task.prompts();
    GenerationConfig.Builder config =
        GenerationConfig.builder()
            .numImagesPerPrompt(count)
            .numInferenceSteps(task.steps())
            .rngSeed(task.seed() + index)
            .width(size.width())
            .height(size.height())
            .adapters(model.adapters().select(task));
    // Below 1 there is no guidance, whatever the number; the runtime knows no negative ones.
    task.guidanceScale().ifPresent(value -> config.guidanceScale(Math.max(0, value)));
    task.strength().ifPresent(config::strength);
    task.maxSequenceLength().ifPresent(config::maxSequenceLength);
    prompts.prompt2().ifPresent(config::prompt2);
    prompts.prompt3().ifPresent(config::prompt3);
    negative(prompts).ifPresent(config::negativePrompt);
    prompts.negative2().ifPresent(config::negativePrompt2);
    prompts.negative3().ifPresent(config::negativePrompt3);
    return config.build();
  }
}
