package dev.easel.calculators.generate.simulation;

import dev.easel.calculators.generate.model.GenerationModel;
import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.generate.model.GenerationSize;
import dev.easel.calculators.generate.model.Workloads;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.generate.settings.ModelSettings;
import dev.easel.calculators.generate.settings.QueueSettings;
import dev.easel.calculators.generate.settings.SettingsReader;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.Simulation;
import dev.easel.calculators.queue.ModelQueue;
import dev.easel.calculators.queue.QueueLimits;
import dev.easel.calculators.queue.Workload;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.SourceImages;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.genai.CancelSignal;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.model.SchedulerLimits;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model that computes nothing: what a run takes and how it ends stands in the options, and its
 * images follow from the request alone.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class SimulatedModel implements GenerationModel {

  /** The value of the {@code device} option that asks for it. */
  public static final String DEVICE = "SIM";

  private static final int RGB = 3;
  private static final Resolution NATIVE_SIZE = new Resolution(512, 512);

  private final Simulation simulation;
  private final ModelDescription description;
  private final ModelQueue queue;

  private SimulatedModel(Simulation simulation, ModelDescription description, QueueLimits limits) {
    this.simulation = simulation;
    this.description = description;
    queue = new ModelQueue(limits);
  }

  /**
   * Checks a node's options and makes the model that they describe.
   *
   * <p><b>Failure</b>: a status whose text names the option and what would be right.
   */
  public static SimulatedModel open(ResourceRequest request) {
    ImageGenCalculatorOptions options = request.options(ImageGenCalculatorOptions.class);
    ModelSettings settings = new SettingsReader(request).read();
    if (!settings.adapters().isEmpty()) {
      throw LoadMistake.DEVICE_WRONG_FORMAT.because(
          "a simulated model has no LoRA adapters; leave lora_adapters out");
    }
    ModelDescription description =
        new ModelDescription(
            ModelFamily.STABLE_DIFFUSION,
            1,
            true,
            ModelFamily.STABLE_DIFFUSION.sizeMultiple(),
            NATIVE_SIZE,
            List.of(NATIVE_SIZE),
            SchedulerLimits.NONE,
            EnumSet.allOf(PipelineKind.class),
            settings.maxResolution(),
            settings.defaultResolution(),
            settings.maxImages(),
            settings.defaultSteps(),
            settings.maxSteps(),
            settings.defaultGuidance(),
            settings.fixedShape(),
            settings.catalogue(),
            settings.ignoresExtraImages(),
            settings.taylorSeer());
    return new SimulatedModel(
        options.getSimulation(), description, limits(options.getSimulation(), settings.queue()));
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  /** What a step takes stands in the options, so there is nothing to try. */
  private static QueueLimits limits(Simulation simulation, QueueSettings settings) {
    double pixels = (double) NATIVE_SIZE.width() * NATIVE_SIZE.height() / 1e6;
    return settings.limits(
        OptionalInt.of(settings.concurrent().orElse(1)), simulation.getStepMillis() / 1e3 / pixels);
  }

  @Override
  public ModelQueue queue() {
    return queue;
  }

  @Override
  public Workload workload(ImageTask task) {
    return Workloads.of(task, description, RGB, (long) simulation.getMemoryMib() << 20);
  }

  @Override
  public GenerationRun prepare(
      ImageTask task, Optional<SourceImages> source, CancelSignal isCancelled) {
    return new SimulatedRun(
        simulation, task, GenerationSize.of(task, source, description), isCancelled);
  }

  @Override
  public void close() {}
}
