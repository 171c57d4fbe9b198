package dev.easel.calculators.stage;

import dev.easel.calculators.proto.ImageStageCalculatorOptions;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.ImageTaskBuilder;
import dev.easel.calculators.task.SourceImages;
import dev.easel.calculators.task.TaskKind;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.picture.RgbImages;
import java.util.Optional;

/**
 * Derives the task of a stage from the one of the request, such as a draft in few steps or a pass
 * that refines it.
 *
 * <p>What the options name is set; the rest is as the task has it. With the input stream {@code
 * IMAGES} the derived task changes those images: it is an edit, whatever the request was, and they
 * are its {@code SOURCE}, one for each image that the request asks for.
 *
 * <p>Input streams {@code TASK}: {@link ImageTask}; {@code IMAGES}, optional: {@link RgbImages},
 * the finished images of the stage before. Output streams {@code TASK}: {@link ImageTask}; {@code
 * SOURCE}, optional: {@link SourceImages}. Options: {@link ImageStageCalculatorOptions}.
 *
 * <pre>{@code
 * node {
 *   calculator: "ImageStageCalculator"
 *   input_stream: "TASK:draft_task"
 *   input_stream: "IMAGES:draft_images"
 *   output_stream: "TASK:refine_task"
 *   output_stream: "SOURCE:refine_source"
 *   node_options {
 *     [type.googleapis.com/mediapipe.ImageStageCalculatorOptions] { strength: 0.4 }
 *   }
 * }
 * }</pre>
 *
 * <p><b>Ownership</b>: the images are then the source's; no other node may release them.
 *
 * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when the graph is loaded, for an option out of range.
 */
public final class ImageStageCalculator extends Calculator {

  private Optional<ImageTask> task = Optional.empty();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Makes the task of one stage of several.");
    cc.inputs().tag("TASK").set(ImageTask.class);
    cc.inputs().tag("IMAGES").set(RgbImages.class).optional();
    cc.outputs().tag("TASK").set(ImageTask.class);
    cc.outputs().tag("SOURCE").set(SourceImages.class).optional();
    cc.options(ImageStageCalculatorOptions.class);
    cc.setTimestampOffset(0);
    if (cc.inputs().hasTag("IMAGES") != cc.outputs().hasTag("SOURCE")) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "the input stream IMAGES and the output stream SOURCE go together; connect both or none");
    }
    check(cc.options(ImageStageCalculatorOptions.class));
  }

  private static void check(ImageStageCalculatorOptions options) {
    boolean isStrength = options.getStrength() >= 0 && options.getStrength() <= 1;
    if (!isStrength) {
      throw wrong("strength " + options.getStrength(), "must be between 0 and 1");
    }
    if (options.hasNumInferenceSteps() && options.getNumInferenceSteps() < 1) {
      throw wrong("num_inference_steps " + options.getNumInferenceSteps(), "must be at least 1");
    }
    if (!Float.isFinite(options.getGuidanceScale())) {
      throw wrong("guidance_scale " + options.getGuidanceScale(), "must be a finite number");
    }
  }

  private static StatusException wrong(String option, String why) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, option + " " + why);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (!cc.inputs().tag("TASK").isEmpty()) {
      task = Optional.of(cc.inputs().tag("TASK").get(ImageTask.class));
    }
    boolean needsImages = cc.inputs().hasTag("IMAGES");
    if (task.isEmpty() || (needsImages && cc.inputs().tag("IMAGES").isEmpty())) {
      return;
    }
    ImageTask derived = derive(task.get(), cc.options(ImageStageCalculatorOptions.class));
    if (needsImages) {
      RgbImages images = cc.inputs().tag("IMAGES").get(RgbImages.class);
      derived = derived.toBuilder().kind(TaskKind.EDIT).withoutUploads().build();
      cc.outputs()
          .tag("SOURCE")
          .add(new SourceImages(images, Optional.empty()), cc.inputTimestamp());
    }
    cc.outputs().tag("TASK").add(derived, cc.inputTimestamp());
  }

  private static ImageTask derive(ImageTask task, ImageStageCalculatorOptions options) {
    ImageTaskBuilder derived = task.toBuilder();
    if (options.hasStrength()) {
      derived.strength(options.getStrength());
    }
    if (options.hasNumInferenceSteps()) {
      derived.steps(options.getNumInferenceSteps());
    }
    if (options.hasGuidanceScale()) {
      derived.guidanceScale(options.getGuidanceScale());
    }
    return derived.build();
  }
}
