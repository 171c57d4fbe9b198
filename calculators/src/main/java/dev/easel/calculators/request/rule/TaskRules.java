package dev.easel.calculators.request.rule;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.task.ImageFormat;
import dev.easel.calculators.task.ImageTask;
import dev.easel.genai.diffusion.PipelineKind;
import java.util.OptionalInt;

/**
 * What a model can do with a task and what its administrator allows; checked when a request is
 * parsed and again before anything native sees the task.
 *
 * <p><b>Threads</b>: immutable.
 *
 * <p><b>Failure</b>: a request's mistake that names the field and says what would be right.
 */
public final class TaskRules {

  private static final long MAX_IMAGE_BYTES = Integer.MAX_VALUE;

  private final ModelDescription model;

  /** Rules of one model. */
  public TaskRules(ModelDescription model) {
    this.model = model;
  }

  /** Checks a task whose fields have their usual names. */
  public void check(ImageTask task) {
    check(task, "n", "size", "size");
  }

  /** Checks a task; the names are those of the fields that the client used. */
  public void check(ImageTask task, String countField, String widthField, String heightField) {
    new AdapterRules(model.adapters()).check(task);
    checkFixedShape(task, countField);
    checkCount(countField, task.count());
    checkSteps(task);
    checkSide(widthField, "width", task.width(), model.maxResolution().width());
    checkSide(heightField, "height", task.height(), model.maxResolution().height());
    checkFixedSize(task, widthField);
    checkFormat(task);
    checkMemory(task, countField);
    new ModelRules(model).check(task);
    checkPipeline(task);
  }

  private void checkFixedShape(ImageTask task, String countField) {
    model
        .fixedShape()
        .ifPresent(
            shape -> {
              if (task.count() != shape.images()) {
                throw RequestException.invalid(
                    countField,
                    task.count()
                        + " pictures were asked for; this model is compiled for"
                        + " num_images_per_prompt "
                        + shape.images());
              }
              float guidance = task.guidanceScale().orElse(shape.guidanceScale());
              if (guidance != shape.guidanceScale()) {
                throw RequestException.invalid(
                    "guidance_scale",
                    guidance
                        + " was asked for; this model is compiled for "
                        + shape.guidanceScale());
              }
            });
  }

  private void checkCount(String field, int count) {
    if (count < 1) {
      throw RequestException.invalid(field, count + " pictures; it must be higher than 0");
    }
    if (model.fixedShape().isEmpty() && count > Math.max(1, model.maxImages())) {
      throw RequestException.invalid(
          field, count + " is more than the " + model.maxImages() + " pictures that are allowed");
    }
  }

  private void checkSteps(ImageTask task) {
    int steps = task.steps();
    if (steps < 1) {
      throw RequestException.invalid("num_inference_steps", steps + "; it must be higher than 0");
    }
    if (steps > model.maxSteps()) {
      throw RequestException.invalid(
          "num_inference_steps",
          steps + " is more than the " + model.maxSteps() + " steps that are allowed");
    }
    int most = model.scheduler().mostSteps().orElse(Integer.MAX_VALUE);
    if (steps > most) {
      throw RequestException.invalid(
          "num_inference_steps",
          steps + " is more than the " + most + " steps that this model's scheduler has");
    }
  }

  private void checkSide(String field, String side, OptionalInt pixels, int max) {
    if (pixels.isEmpty()) {
      return;
    }
    int value = pixels.getAsInt();
    if (value < 1) {
      throw RequestException.invalid(field, "a " + side + " of " + value + "; it must be above 0");
    }
    int multiple = model.sizeMultiple();
    if (value % multiple != 0) {
      throw RequestException.invalid(
          field,
          "a "
              + side
              + " of "
              + value
              + " is not a multiple of "
              + multiple
              + ", as this "
              + model.family().title()
              + " model needs; "
              + near(value, multiple)
              + " would be");
    }
    if (value > max) {
      throw RequestException.invalid(
          field,
          "a "
              + side
              + " of "
              + value
              + " is more than "
              + model.maxResolution()
              + ", which max_resolution and the model allow");
    }
  }

  private static void checkFormat(ImageTask task) {
    int side = Math.max(task.width().orElse(0), task.height().orElse(0));
    if (task.output().format() == ImageFormat.WEBP && side > ImageFormat.WEBP_SIDE) {
      throw RequestException.invalid(
          "output_format",
          "a WebP picture has at most %d pixels a side, not %d; send png or jpeg"
              .formatted(ImageFormat.WEBP_SIDE, side));
    }
  }

  private static int near(int value, int multiple) {
    return Math.max(multiple, Math.round((float) value / multiple) * multiple);
  }

  private void checkFixedSize(ImageTask task, String field) {
    if (model.fixedShape().isEmpty() || task.width().isEmpty() || task.height().isEmpty()) {
      return;
    }
    int width = task.width().getAsInt();
    int height = task.height().getAsInt();
    var allowed = model.fixedShape().get().resolutions();
    if (allowed.stream().noneMatch(size -> size.width() == width && size.height() == height)) {
      throw RequestException.invalid(
          field, width + "x" + height + " is not among this model's resolutions " + allowed);
    }
  }

  private void checkMemory(ImageTask task, String field) {
    long width = task.width().orElse(model.nativeSize().width());
    long height = task.height().orElse(model.nativeSize().height());
    if (width * height * 3 > MAX_IMAGE_BYTES / task.count()) {
      throw RequestException.invalid(
          field, task.count() + " pictures of " + width + "x" + height + " are more than 2 GiB");
    }
  }

  private void checkPipeline(ImageTask task) {
    PipelineKind needed = ModelDescription.pipeline(task);
    if (!model.pipelines().contains(needed)) {
      throw RequestException.precondition(
          needed == PipelineKind.INPAINTING ? "mask" : task.kind().hasImage() ? "mask" : "model",
          needed.title()
              + " pipeline is not available for this model, "
              + model.family().title()
              + "; it can do: "
              + model.pipelines().stream().sorted().map(PipelineKind::title).toList()
              + (isCompiledForSeveral()
                  ? "; compiled for several pictures at once, it takes none in"
                  : ""));
    }
  }

  private boolean isCompiledForSeveral() {
    return model.isCompiledForOneShape()
        && model.fixedShape().filter(shape -> shape.images() > 1).isPresent();
  }
}
