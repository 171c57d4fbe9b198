package dev.easel.calculators.image;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.Upload;

/** Tells from the header of a task's image what it takes once it is decoded, and what is made. */
public final class SourceSize {

  private static final long RGB = 3;
  private static final long ABSURD = 1L << 40;

  private SourceSize() {}

  /** The bytes of image and mask; 0 for a task without an image, or with one that is no image. */
  public static long decodedBytes(ImageTask task) {
    return task.image().map(SourceSize::pixels).orElse(0L)
        * RGB
        * (task.mask().isPresent() ? 2 : 1);
  }

  /**
   * The task with the size that its images will have, as far as its own image decides: what is
   * asked for counts first, and what is no image leaves it to the model.
   */
  public static ImageTask sized(ImageTask task) {
    if (task.image().isEmpty() || (task.width().isPresent() && task.height().isPresent())) {
      return task;
    }
    try {
      ImageHeader header = ImageHeader.read(task.image().get().content());
      long pixels = (long) header.shownWidth() * header.shownHeight();
      if (header.shownWidth() < 1 || header.shownHeight() < 1 || pixels >= ABSURD) {
        return task; // the node that decodes it says what is wrong
      }
      return task.toBuilder()
          .width(task.width().orElse(header.shownWidth()))
          .height(task.height().orElse(header.shownHeight()))
          .build();
    } catch (ImageFormatException e) {
      return task; // the node that decodes it says what is wrong
    }
  }

  private static long pixels(Upload upload) {
    try {
      ImageHeader header = ImageHeader.read(upload.content());
      long pixels = (long) header.width() * header.height();
      return pixels >= 0 && pixels < ABSURD ? pixels : 0; // refused by the node that decodes it
    } catch (ImageFormatException e) {
      return 0; // the node that decodes it says what is wrong
    }
  }
}
