package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.model.GenerationModel;
import dev.easel.calculators.generate.model.Workloads;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.generate.settings.QueueSettings;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.queue.QueueLimits;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.ImageTaskBuilder;
import dev.easel.calculators.task.TaskKind;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.PipelineKind;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a model for two steps, alone and twice at once, to learn how long a step takes and whether
 * two runs at once are worth their memory.
 */
final class LoadTrial {

  private static final int STEPS = 2;

  private static final int SMALL = 256;

  /** Two at once must be done in less than this many times one. */
  private static final double WORTH = 1.5;

  private final GenerationModel model;
  private final QueueSettings settings;

  LoadTrial(GenerationModel model, QueueSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  QueueLimits run() {
    Optional<Double> alone = Optional.empty();
    int concurrent = settings.concurrent().orElse(1);
    try {
      if (model.description().pipelines().contains(PipelineKind.TEXT_TO_IMAGE)) {
        alone = Optional.of(stepSeconds());
        concurrent = settings.concurrent().orElse(bothStepSeconds() < WORTH * alone.get() ? 2 : 1);
      }
    } catch (RequestException e) {
      // It cannot do this task, and says why to whoever asks for one.
      alone = Optional.empty();
    } catch (StatusException e) {
      // It could do none.
      throw LoadMistake.MODEL_INVALID.because(e.message());
    } catch (ExecutionException e) {
      concurrent = settings.concurrent().orElse(1); // not two at once
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (alone.isPresent()) {
      tryAdapters();
    }
    return settings.limits(
        concurrent,
        alone.map(seconds -> seconds / Workloads.units(task("", size()), size())).orElse(0.0));
  }

  /** What can be chosen must work: an adapter of another base model shows only when it is used. */
  private void tryAdapters() {
    AdapterCatalogue adapters = model.description().adapters();
    if (!adapters.isDynamic()) {
      return;
    }
    for (String alias : adapters.adapters().keySet()) {
      try {
        ImageTask task = task(alias, small()).toBuilder().steps(1).build();
        model.prepare(task, Optional.empty(), () -> false).run(StepListener.NONE).close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (StatusException e) {
        throw LoadMistake.GRAPH_CONFIG_INVALID.because(
            "lora_adapters: '" + alias + "': " + e.message());
      }
    }
  }

  /** Weights do not depend on the size, and a step of a small picture is soon done. */
  private Resolution small() {
    Resolution size = size();
    boolean isFixed = model.description().fixedShape().isPresent();
    return isFixed || size.width() <= SMALL || size.height() <= SMALL
        ? size
        : new Resolution(SMALL, SMALL);
  }

  private double bothStepSeconds() throws InterruptedException, ExecutionException {
    if (settings.concurrent().isPresent()) {
      return Double.MAX_VALUE;
    }
    FutureTask<Double> second = new FutureTask<>(this::stepSeconds);
    Thread thread = new Thread(second, "easel-trial");
    thread.setDaemon(true);
    thread.start();
    return Math.max(stepSeconds(), second.get());
  }

  /** From the first step's end to the second's, so that neither encoding nor decoding counts. */
  private double stepSeconds() throws InterruptedException {
    long[] ends = new long[STEPS];
    model
        .prepare(task("", size()), Optional.empty(), () -> false)
        .run(
            step -> {
              ends[Math.min(step.step(), STEPS - 1)] = System.nanoTime();
              return true;
            })
        .close();
    return Math.max(0, ends[STEPS - 1] - ends[0]) / 1e9;
  }

  private ImageTask task(String modelName, Resolution size) {
    Optional<FixedShape> fixed = model.description().fixedShape();
    ImageTaskBuilder task =
        ImageTask.builder(TaskKind.GENERATION, modelName, "a red circle")
            .width(size.width())
            .height(size.height())
            .steps(STEPS)
            .count(fixed.map(FixedShape::images).orElse(1));
    fixed.map(FixedShape::guidanceScale).ifPresent(task::guidanceScale);
    return task.build();
  }

  private Resolution size() {
    ModelDescription description = model.description();
    return description.defaultResolution().orElse(description.nativeSize());
  }
}
