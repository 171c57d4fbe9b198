package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.model.GenerationModel;
import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.generate.model.LoadParts;
import dev.easel.calculators.generate.model.Workloads;
import dev.easel.calculators.generate.settings.DeviceChoice;
import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.generate.settings.ModelSettings;
import dev.easel.calculators.generate.settings.QueueSettings;
import dev.easel.calculators.generate.settings.SettingsReader;
import dev.easel.calculators.generate.tuning.ServingChoice;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.model.TuningReport;
import dev.easel.calculators.queue.ModelQueue;
import dev.easel.calculators.queue.Workload;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.SourceImages;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.genai.CancelSignal;
import dev.easel.genai.check.ModelFiles;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.error.WorkerFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A model's pipelines, opened once and shared by all runs of a servable.
 *
 * <p><b>Threads</b>: any thread at any time.
 *
 * <p><b>Ownership</b>: closes its pipelines; whoever opened it does so when no run uses it any
 * more.
 *
 * <p><b>Failure</b>: opening fails with a status whose text names the option and what would be
 * right.
 */
public final class ImagePipelines implements GenerationModel {

  private static final System.Logger LOG = System.getLogger("dev.easel.calculators.generate");

  private final DiffusersFolder folder;
  private final ModelQueue queue;
  private final ModelDescription description;
  private final AdapterChoice adapters;
  private final List<String> warnings;
  private final PromptTokens tokens;
  private final DiffusionModel pipelines;
  private final DiffusionRuntime runtime;
  private final TuningReport tuning;

  private ImagePipelines(
      DiffusersFolder folder,
      ModelDescription description,
      AdapterChoice adapters,
      List<String> warnings,
      PromptTokens tokens,
      DiffusionModel pipelines,
      DiffusionRuntime runtime,
      TuningReport tuning,
      QueueSettings queue) {
    this.folder = folder;
    this.description = description;
    this.adapters = adapters;
    this.warnings = warnings;
    this.tokens = tokens;
    this.pipelines = pipelines;
    this.runtime = runtime;
    this.tuning = tuning;
    this.queue = new ModelQueue(queue.limits(tuning.concurrent(), 0));
  }

  /**
   * Checks a node's options and loads the model that they name.
   *
   * @param runtimes what loads it
   */
  public static ImagePipelines open(ResourceRequest request, DiffusionRuntimes runtimes) {
    LoadParts parts = new LoadParts();
    ModelSettings settings = new SettingsReader(request).read();
    DiffusersFolder folder = DiffusersFolder.read(settings.modelsPath());
    checkSizes(settings, folder);
    checkFiles(settings.modelsPath());
    parts.ends("options and files");
    AdapterChoice adapters = new AdapterChoice(settings.catalogue(), settings.adapters());
    List<String> warnings = adapters.check(folder.path());
    warnings.forEach(each -> LOG.log(System.Logger.Level.WARNING, each));
    DiffusionRuntime runtime = runtimes.lend(settings.worker());
    try {
      List<String> devices = ModelSetup.devices(settings, runtime);
      ServingChoice choice =
          ServingChoice.of(
              ModelSetup.key(settings, adapters, devices),
              settings.properties(),
              settings.queue().concurrent(),
              ModelSetup.records(request));
      parts.ends("process and devices");
      return open(settings, folder, devices, adapters, warnings, choice, runtime, parts);
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  private static ImagePipelines open(
      ModelSettings settings,
      DiffusersFolder folder,
      List<String> devices,
      AdapterChoice adapters,
      List<String> warnings,
      ServingChoice choice,
      DiffusionRuntime runtime,
      LoadParts parts) {
    DiffusionModel pipelines =
        load(ModelSetup.spec(settings, folder, adapters, devices, choice.properties()), runtime);
    parts.ends("model");
    try {
      ModelDescription description =
          describe(settings, folder, kinds(settings, folder, pipelines.pipelines()));
      PromptTokens tokens = PromptTokens.of(folder, pipelines, settings.rejectsLongPrompts());
      ImagePipelines opened =
          new ImagePipelines(
              folder,
              description,
              adapters,
              warnings,
              tokens,
              pipelines,
              runtime,
              choice.report(),
              settings.queue());
      new LoadTrial(opened).run();
      parts.ends("first image");
      LOG.log(System.Logger.Level.INFO, "{0}: loaded in {1}", folder.path(), parts.text());
      return opened;
    } catch (RuntimeException | Error e) {
      pipelines.close();
      throw e;
    }
  }

  private static DiffusionModel load(ModelSpec spec, DiffusionRuntime runtime) {
    DiffusionModel model;
    try {
      model = runtime.load(spec);
    } catch (GenAiException e) {
      throw LoadMistake.MODEL_INVALID.because(String.valueOf(e.getMessage()));
    }
    model
        .missing()
        .forEach(
            (kind, reason) ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: no {1} pipeline: {2}",
                    spec.folder(),
                    kind,
                    reason));
    return model;
  }

  /**
   * Checks a node's options and the files that they name, and loads no model. Only for devices
   * other than the CPU, which is everywhere, OpenVINO is asked what there is.
   *
   * @param runtimes what knows the devices
   *     <p><b>Failure</b>: as opening.
   */
  public static void check(ResourceRequest request, DiffusionRuntimes runtimes) {
    ModelSettings settings = new SettingsReader(request).read();
    List<String> wanted = settings.devices().orElse(List.of());
    if (!wanted.stream().allMatch("CPU"::equals)) {
      try (DiffusionRuntime runtime = runtimes.lend(settings.worker())) {
        DeviceChoice.checkPresent(wanted, runtime.devices());
      }
    }
    checkSizes(settings, DiffusersFolder.read(settings.modelsPath()));
    checkFiles(settings.modelsPath());
    Path folder = settings.modelsPath();
    ModelFiles.obstacle(folder)
        .map(sentence -> folder + " cannot be loaded: " + sentence)
        .or(() -> ModelFiles.refusal(folder).map(sentence -> PipelineRun.UNMADE + sentence))
        .ifPresent(
            sentence -> {
              throw LoadMistake.MODEL_INVALID.because(sentence);
            });
    new AdapterChoice(settings.catalogue(), settings.adapters()).check(folder);
  }

  /** What is to be known of a model that can be opened, without opening it. */
  public static List<String> warnings(ResourceRequest request) {
    ModelSettings settings = new SettingsReader(request).read();
    return new AdapterChoice(settings.catalogue(), settings.adapters())
        .check(settings.modelsPath());
  }

  private static void checkFiles(Path folder) {
    try {
      ModelFiles.check(folder);
    } catch (GenAiException e) {
      throw LoadMistake.MODEL_INVALID.because(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ModelQueue queue() {
    return queue;
  }

  @Override
  public Workload workload(ImageTask task) {
    return Workloads.of(task, description, folder.bytesPerPixel(), 0);
  }

  @Override
  public GenerationRun prepare(
      ImageTask task, Optional<SourceImages> source, CancelSignal isCancelled)
      throws InterruptedException {
    try {
      return new PipelineRun(this, task, source, isCancelled);
    } catch (WorkerFailedException e) {
      throw PipelineRun.lost(e); // it counts tokens
    } catch (GenerationStoppedException e) {
      throw PipelineRun.cancelled();
    }
  }

  private static void checkSizes(ModelSettings settings, DiffusersFolder folder) {
    settings
        .fixedShape()
        .map(FixedShape::resolutions)
        .orElse(List.of())
        .forEach(size -> checkSize("resolution", size, folder));
    settings.defaultResolution().ifPresent(size -> checkSize("default_resolution", size, folder));
  }

  private static void checkSize(String option, Resolution size, DiffusersFolder folder) {
    int multiple = folder.sizeMultiple();
    if (size.width() % multiple != 0 || size.height() % multiple != 0) {
      throw LoadMistake.SHAPE_WRONG_FORMAT.because(
          "%s %s: %s needs multiples of %d"
              .formatted(option, size, folder.family().title(), multiple));
    }
  }

  private static Set<PipelineKind> kinds(
      ModelSettings settings, DiffusersFolder folder, Set<PipelineKind> loaded) {
    Set<PipelineKind> kinds =
        Batching.possible(folder.family(), loaded, ModelSetup.shape(settings));
    if (kinds.isEmpty()) {
      throw LoadMistake.STATIC_RESOLUTION_MISUSE.because(
          folder.family().title()
              + " models can be compiled for one picture only; leave num_images_per_prompt out");
    }
    return kinds;
  }

  private static ModelDescription describe(
      ModelSettings settings, DiffusersFolder folder, Set<PipelineKind> kinds) {
    return new ModelDescription(
        folder.family(),
        folder.textEncoders(),
        folder.negativePrompts(),
        folder.sizeMultiple(),
        folder.nativeSize(),
        folder.sizes(),
        folder.scheduler(),
        kinds,
        settings.maxResolution().within(folder.longestSide()),
        settings.defaultResolution(),
        settings.maxImages(),
        settings.defaultSteps(),
        settings.maxSteps(),
        settings.defaultGuidance(),
        settings.fixedShape(),
        settings.catalogue(),
        settings.ignoresExtraImages(),
        settings.taylorSeer());
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public List<String> aliases() {
    return description.adapters().aliases();
  }

  /** A model whose adapters cannot be chosen is known by their names. */
  @Override
  public boolean isListed() {
    return description.adapters().adapters().isEmpty() || description.adapters().isDynamic();
  }

  AdapterChoice adapters() {
    return adapters;
  }

  /** Whether several images can be made in one native run. */
  boolean isBatched(PipelineKind pipeline) {
    return Batching.isPossible(folder, pipeline);
  }

  PromptTokens tokens() {
    return tokens;
  }

  DiffusionModel pipelines() {
    return pipelines;
  }

  @Override
  public Optional<String> obstacle() {
    return pipelines.health().obstacle();
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public Optional<TuningReport> tuning() {
    return Optional.of(tuning);
  }

  @Override
  public OptionalLong process() {
    return pipelines.health().process();
  }

  @Override
  public Map<String, Long> deaths() {
    return pipelines.health().deaths();
  }

  @Override
  public long restarts() {
    return pipelines.health().restarts();
  }

  @Override
  public void close() {
    try {
      pipelines.close();
    } finally {
      runtime.close();
    }
  }
}
