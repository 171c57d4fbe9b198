package dev.easel.calculators.task;

import dev.easel.picture.RgbImages;
import java.util.Objects;
import java.util.Optional;

/**
 * The decoded images that a task changes.
 *
 * <p><b>Ownership</b>: their memory is Java's; nobody needs to close them.
 *
 * @param image the image, or one for each image that the task asks for
 * @param mask white where to change it; of the image's size
 */
public record SourceImages(RgbImages image, Optional<RgbImages> mask) {

  /** Checks that nothing is missing. */
  public SourceImages {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(mask, "mask");
    if (image.count() > 1 && mask.isPresent()) {
      throw new IllegalArgumentException("a mask belongs to one picture, not to " + image.count());
    }
  }
}
