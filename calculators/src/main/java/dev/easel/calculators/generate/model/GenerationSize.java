package dev.easel.calculators.generate.model;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.SourceImages;
import java.util.Optional;

/**
 * Finds the size of a task's images: the task's, or the given image's, or the model's own.
 *
 * <p><b>Failure</b>: a request's mistake for a size that the model cannot make.
 */
public final class GenerationSize {

  /** GenAI needs at least two cells of the latent. */
  private static final int LEAST_SIDE = 16;

  private GenerationSize() {}

  /** The size in which a model makes the images of a task. */
  public static Resolution of(
      ImageTask task, Optional<SourceImages> source, ModelDescription model) {
    int multiple = model.sizeMultiple();
    Resolution natural =
        source
            .map(images -> fit(images.image().width(), images.image().height(), multiple))
            .orElse(model.nativeSize());
    Resolution size =
        new Resolution(
            task.width().orElse(natural.width()), task.height().orElse(natural.height()));
    if (!size.fitsIn(model.maxResolution())) {
      throw RequestException.invalid(
          source.isPresent() ? "image" : "size",
          "without a size the picture would be "
              + size
              + ", more than "
              + model.maxResolution()
              + ", which max_resolution and the model allow; send a size");
    }
    if (size.width() < LEAST_SIDE || size.height() < LEAST_SIDE) {
      throw RequestException.invalid(
          "size", size + " is too small; both sides must be at least " + LEAST_SIDE);
    }
    return size;
  }

  /** Rounded down to what the model can do. */
  private static Resolution fit(int width, int height, int multiple) {
    return new Resolution(
        Math.max(multiple, width / multiple * multiple),
        Math.max(multiple, height / multiple * multiple));
  }
}
