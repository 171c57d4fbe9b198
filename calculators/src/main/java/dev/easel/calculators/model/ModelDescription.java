package dev.easel.calculators.model;

import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.step.TaylorSeer;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.model.SchedulerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a loaded model can do and what its administrator allows.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param family the model's family
 * @param textEncoders how many text encoders this model really has
 * @param negativePrompts whether negative prompts have any effect
 * @param sizeMultiple what both sides of an image must be a multiple of
 * @param nativeSize the size the model was made for
 * @param sizes those that the model makes well, as its folder says
 * @param scheduler how many steps the model can make
 * @param pipelines the pipelines that were loaded
 * @param maxResolution the longest sides that the administrator allows and the model can make
 * @param defaultResolution used where a request says nothing
 * @param maxImages how many images a request may ask for
 * @param defaultSteps used where a request says nothing
 * @param maxSteps how many steps a request may ask for
 * @param defaultGuidance used where a request says nothing; absent means GenAI's own
 * @param fixedShape present when sizes are restricted to a list
 * @param adapters the model's LoRA adapters
 * @param ignoresExtraImages whether of several images to edit the first is used and the others
 *     named as ignored
 * @param taylorSeer which steps are computed where a request says nothing; absent means GenAI's own
 */
public record ModelDescription(
    ModelFamily family,
    int textEncoders,
    boolean negativePrompts,
    int sizeMultiple,
    Resolution nativeSize,
    List<Resolution> sizes,
    SchedulerLimits scheduler,
    Set<PipelineKind> pipelines,
    Resolution maxResolution,
    Optional<Resolution> defaultResolution,
    long maxImages,
    long defaultSteps,
    long maxSteps,
    Optional<Float> defaultGuidance,
    Optional<FixedShape> fixedShape,
    AdapterCatalogue adapters,
    boolean ignoresExtraImages,
    Optional<TaylorSeer> taylorSeer) {

  /** A model of one size, for whose edits one image may be sent. */
  public ModelDescription(
      ModelFamily family,
      int textEncoders,
      boolean negativePrompts,
      int sizeMultiple,
      Resolution nativeSize,
      SchedulerLimits scheduler,
      Set<PipelineKind> pipelines,
      Resolution maxResolution,
      Optional<Resolution> defaultResolution,
      long maxImages,
      long defaultSteps,
      long maxSteps,
      Optional<Float> defaultGuidance,
      Optional<FixedShape> fixedShape,
      AdapterCatalogue adapters) {
    this(
        family,
        textEncoders,
        negativePrompts,
        sizeMultiple,
        nativeSize,
        List.of(nativeSize),
        scheduler,
        pipelines,
        maxResolution,
        defaultResolution,
        maxImages,
        defaultSteps,
        maxSteps,
        defaultGuidance,
        fixedShape,
        adapters,
        false,
        Optional.empty());
  }

  /** Copies list and set. */
  public ModelDescription {
    sizes = List.copyOf(sizes);
    pipelines = Set.copyOf(pipelines);
  }

  /** The pipeline that a task needs. */
  public static PipelineKind pipeline(ImageTask task) {
    if (!task.kind().hasImage()) {
      return PipelineKind.TEXT_TO_IMAGE;
    }
    return task.mask().isPresent() ? PipelineKind.INPAINTING : PipelineKind.IMAGE_TO_IMAGE;
  }

  /** Which of a task's steps the model computes. */
  public TaylorSeer taylorSeer(ImageTask task) {
    return task.taylorSeer()
        .or(() -> taylorSeer)
        .filter(asked -> family.savesSteps())
        .orElseGet(() -> family.usualTaylorSeer(pipeline(task)));
  }

  /** How many steps a task's images go through: strength takes its part of those asked for. */
  public int denoisedSteps(ImageTask task) {
    float strength = task.strength().or(() -> family.usualStrength(pipeline(task))).orElse(1f);
    return Math.max(1, (int) (task.steps() * Math.min(1f, strength)));
  }

  /** Whether a single shape is compiled in, and not one of a list chosen by each request. */
  public boolean isCompiledForOneShape() {
    return fixedShape.filter(shape -> shape.resolutions().size() == 1).isPresent();
  }

  /**
   * Static shapes.
   *
   * @param resolutions the sizes that may be asked for
   * @param images the number of images that every request must have
   * @param guidanceScale the guidance scale that every request must have
   */
  public record FixedShape(List<Resolution> resolutions, int images, float guidanceScale) {

    /** Copies the list. */
    public FixedShape {
      resolutions = List.copyOf(resolutions);
    }
  }

  /** The sizes that the model makes well and that requests may ask for. */
  public List<Resolution> goodSizes() {
    return sizes.stream()
        .filter(size -> size.fitsIn(maxResolution))
        .filter(size -> fixedShape.map(shape -> shape.resolutions().contains(size)).orElse(true))
        .toList();
  }

  /** The image endpoints that its pipelines are for, the usual one first. */
  public List<String> endpoints() {
    List<String> endpoints = new ArrayList<>();
    if (pipelines.contains(PipelineKind.TEXT_TO_IMAGE)) {
      endpoints.add("generations");
    }
    if (!pipelines.isEmpty() && !pipelines.equals(Set.of(PipelineKind.TEXT_TO_IMAGE))) {
      endpoints.add("edits");
    }
    return endpoints;
  }
}
