package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.model.GenerationModel;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.ImageTaskBuilder;
import dev.easel.calculators.task.TaskKind;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.PipelineKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes one image of the smallest size in one step, since some models can be loaded and make no
 * image. How long steps take, and whether two runs at once are worth their memory, the queue learns
 * from what is asked for.
 */
final class LoadTrial {

  /**
   * The weights are the same at each size, and the first run prepares them; beyond that this one
   * costs next to nothing. Networks that halve an image more often than is usual need more.
   */
  private static final Resolution SMALL = new Resolution(64, 64);

  private final GenerationModel model;

  LoadTrial(GenerationModel model) {
    this.model = model;
  }

  /**
   * Tries the model and each of its adapters.
   *
   * <p><b>Failure</b>: {@link LoadMistake} with GenAI's sentence.
   */
  void run() {
    if (!model.description().pipelines().contains(PipelineKind.TEXT_TO_IMAGE)) {
      return;
    }
    try {
      Resolution size = tryModel();
      tryAdapters(size);
    } catch (RequestException e) {
      // It cannot do this task, and says why to whoever asks for one.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The size at which it works. */
  private Resolution tryModel() throws InterruptedException {
    Resolution usual = usual();
    String reason = "";
    for (Resolution size : new LinkedHashSet<>(List.of(small(usual), usual))) {
      try {
        make("", size);
        return size;
      } catch (RequestException e) {
        throw e;
      } catch (StatusException e) {
        reason = e.message();
      }
    }
    throw LoadMistake.MODEL_INVALID.because(reason);
  }

  /** What can be chosen must work: an adapter of another base model shows only when it is used. */
  private void tryAdapters(Resolution size) throws InterruptedException {
    if (!model.description().adapters().isDynamic()) {
      return;
    }
    for (String alias : model.description().adapters().adapters().keySet()) {
      try {
        make(alias, size);
      } catch (StatusException e) {
        throw LoadMistake.GRAPH_CONFIG_INVALID.because(
            "lora_adapters: '" + alias + "': " + e.message());
      }
    }
  }

  private void make(String modelName, Resolution size) throws InterruptedException {
    model
        .prepare(task(modelName, size), Optional.empty(), () -> false)
        .run(StepListener.NONE)
        .close();
  }

  private ImageTask task(String modelName, Resolution size) {
    Optional<FixedShape> fixed = model.description().fixedShape();
    ImageTaskBuilder task =
        ImageTask.builder(TaskKind.GENERATION, modelName, "a red circle")
            .width(size.width())
            .height(size.height())
            .steps(1)
            .count(fixed.map(FixedShape::images).orElse(1));
    fixed.map(FixedShape::guidanceScale).ifPresent(task::guidanceScale);
    return task.build();
  }

  private Resolution usual() {
    ModelDescription description = model.description();
    return description.defaultResolution().orElse(description.nativeSize());
  }

  private Resolution small(Resolution usual) {
    int multiple = model.description().sizeMultiple();
    boolean isOnGrid = SMALL.width() % multiple == 0;
    boolean isLess = SMALL.width() < usual.width() && SMALL.height() < usual.height();
    return isOnGrid && isLess && model.description().fixedShape().isEmpty() ? SMALL : usual;
  }
}
