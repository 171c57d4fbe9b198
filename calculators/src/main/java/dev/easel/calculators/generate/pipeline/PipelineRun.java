package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.generate.model.GenerationSize;
import dev.easel.calculators.generate.model.ImageDescription;
import dev.easel.calculators.http.ModelLostException;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.ImageTaskBuilder;
import dev.easel.calculators.task.Prompts;
import dev.easel.calculators.task.SourceImages;
import dev.easel.calculators.task.step.TaylorSeer;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.CancelSignal;
import dev.easel.genai.GenerationConfig;
import dev.easel.genai.PerformanceMetrics;
import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.MadeImages;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.error.WorkerFailedException;
import dev.easel.genai.options.TaylorSeerCacheConfig;
import dev.easel.picture.RgbImages;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One task's run through one of a model's pipelines. */
final class PipelineRun implements GenerationRun {

  /** What GenAI's reason follows. */
  static final String UNMADE = "the model could not make the picture: ";

  private static final double NANOS_PER_MILLI = 1e6;

  private final ImagePipelines model;
  private final ImageTask task;
  private final Optional<SourceImages> source;
  private final CancelSignal isCancelled;
  private final Resolution size;
  private StepListener watcher = StepListener.NONE;

  private double textMillis;
  private double imageMillis;
  private double stepsMillis;
  private double decodeMillis;

  /** Known when the first images are made. */
  private PromptTokens.Count tokens = new PromptTokens.Count(0, 0);

  PipelineRun(
      ImagePipelines model, ImageTask task, Optional<SourceImages> source, CancelSignal isCancelled)
      throws InterruptedException {
    this.model = model;
    this.task = withDefaults(task, model.description());
    this.source = source;
    this.isCancelled = isCancelled;
    checkSources(task, source);
    model.tokens().check(task, isCancelled);
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
        .or(() -> model.family().usualGuidance(ModelDescription.pipeline(task)))
        .ifPresent(known::guidanceScale);
    task.strength()
        .or(() -> model.family().usualStrength(ModelDescription.pipeline(task)))
        .ifPresent(known::strength);
    if (model.family().savesSteps()) {
      known.taylorSeer(model.taylorSeer(task));
    }
    return known.build();
  }

  @Override
  public RgbImages run(StepListener steps) throws InterruptedException {
    watcher = steps;
    checkCancelled();
    try {
      return make();
    } catch (GenerationStoppedException e) {
      throw cancelled();
    } catch (IllegalArgumentException e) {
      throw RequestException.of("", RequestException.INVALID_VALUE, String.valueOf(e.getMessage()));
    } catch (WorkerFailedException e) {
      throw lost(e);
    } catch (GenAiException e) {
      throw new StatusException(StatusCode.INTERNAL, UNMADE + e.getMessage(), e);
    }
  }

  static ModelLostException lost(WorkerFailedException e) {
    String message = String.valueOf(e.getMessage());
    return e.isForLater()
        ? ModelLostException.forNow(message, e)
        : ModelLostException.byThisRequest(message, e);
  }

  @Override
  public GenerationReport report() {
    ImageDescription text = new ImageDescription(task, size, model.adapters().weights(task));
    List<String> descriptions = IntStream.range(0, task.count()).mapToObj(text::of).toList();
    int steps = model.description().denoisedSteps(task);
    int saved = steps - computed().computed(steps);
    return new GenerationReport(tokens.sent(), tokens.kept(), nativeRuns(), saved, descriptions);
  }

  private RgbImages fitted(RgbImages image) {
    return model.description().family().keepsGivenSize()
        ? ScaledImage.to(size, image)
        : SmallImage.enlarge(image, size);
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

  /** All images at once, or each with the seed after the one before. */
  private RgbImages make() throws InterruptedException {
    if (nativeRuns() == 1) {
      return generate(task.count(), 0);
    }
    RgbImages all = RgbImages.allocate(task.count(), size.height(), size.width());
    for (int i = 0; i < task.count(); i++) {
      try (RgbImages one = generate(1, i)) {
        all.image(i).put(one.pixels());
      }
    }
    return all;
  }

  /** One native run: so many of the task's images, from one of them on. */
  private RgbImages generate(int count, int index) throws InterruptedException {
    DiffusionRequest request = request(count, index);
    boolean countsTokens = index == 0 && model.tokens().isCounted();
    MadeImages made = model.pipelines().make(request, countsTokens, watcher, isCancelled);
    if (countsTokens) {
      tokens = model.tokens().of(task, made.promptTokens());
    }
    add(made.metrics());
    return made.images();
  }

  private void add(PerformanceMetrics measured) {
    textMillis += measured.textMillis();
    imageMillis += measured.vaeEncoderMillis();
    stepsMillis += measured.stepsMillis();
    decodeMillis += measured.vaeDecoderMillis();
  }

  @Override
  public void tellTimes(RunContext listener) {
    tell(listener, RunContext.Stage.TEXT, textMillis);
    tell(listener, RunContext.Stage.IMAGE, imageMillis);
    tell(listener, RunContext.Stage.DENOISE, stepsMillis);
    tell(listener, RunContext.Stage.DECODE, decodeMillis);
  }

  /** GenAI says nothing of a stage, or 0, where it has not measured it. */
  private static void tell(RunContext listener, RunContext.Stage stage, double millis) {
    if (millis > 0) {
      listener.took(stage, Math.round(millis * NANOS_PER_MILLI));
    }
  }

  private DiffusionRequest request(int count, int index) {
    PipelineKind pipeline = ModelDescription.pipeline(task);
    Optional<RgbImages> image = Optional.empty();
    Optional<RgbImages> mask = Optional.empty();
    if (pipeline == PipelineKind.IMAGE_TO_IMAGE) {
      image = Optional.of(fitted(one(source().image(), index)));
    } else if (pipeline == PipelineKind.INPAINTING) {
      image = Optional.of(source().image());
      mask = Optional.of(mask());
    }
    return new DiffusionRequest(
        pipeline,
        task.prompts().prompt(),
        config(count, index),
        model.adapters().alphas(task),
        image,
        mask);
  }

  private RgbImages mask() {
    return source()
        .mask()
        .orElseThrow(() -> RequestException.missing("mask", "no node decoded it"));
  }

  @Override
  public double done(Step step) {
    return (double) computed().computed(step.step() + 1, step.steps())
        / computed().computed(step.steps());
  }

  /** Which of the steps are computed. */
  private TaylorSeer computed() {
    return model.description().taylorSeer(task);
  }

  @Override
  public int nativeRuns() {
    boolean hasOneSource = source.map(images -> images.image().count() == 1).orElse(true);
    return hasOneSource && model.isBatched(ModelDescription.pipeline(task)) ? 1 : task.count();
  }

  private SourceImages source() {
    return source.orElseThrow(() -> RequestException.missing("image", "no node decoded it"));
  }

  private void checkCancelled() {
    if (isCancelled.getAsBoolean()) {
      throw cancelled();
    }
  }

  static StatusException cancelled() {
    return new StatusException(StatusCode.CANCELLED, "the run was cancelled");
  }

  /** Stable Diffusion XL would take no notice of a second one that stands alone. */
  private static Optional<String> negative(Prompts prompts) {
    return prompts.negative().or(() -> prompts.negative2().map(second -> ""));
  }

  private static TaylorSeerCacheConfig cache(TaylorSeer steps) {
    return new TaylorSeerCacheConfig(
        steps.cacheInterval(), steps.disableCacheBeforeStep(), steps.disableCacheAfterStep());
  }

  private GenerationConfig config(int count, int index) {
    Prompts prompts = task.prompts();
    GenerationConfig.Builder config =
        GenerationConfig.builder()
            .numImagesPerPrompt(count)
            .numInferenceSteps(task.steps())
            .rngSeed(task.seed() + index)
            .width(size.width())
            .height(size.height());
    // Below 1 there is no guidance, whatever the number; the runtime knows no negative ones.
    task.guidanceScale().ifPresent(value -> config.guidanceScale(Math.max(0, value)));
    task.strength().ifPresent(config::strength);
    task.maxSequenceLength().ifPresent(config::maxSequenceLength);
    if (model.description().family().savesSteps()) {
      config.taylorSeer(cache(computed()));
    }
    prompts.prompt2().ifPresent(config::prompt2);
    prompts.prompt3().ifPresent(config::prompt3);
    negative(prompts).ifPresent(config::negativePrompt);
    prompts.negative2().ifPresent(config::negativePrompt2);
    prompts.negative3().ifPresent(config::negativePrompt3);
    return config.build();
  }
}
