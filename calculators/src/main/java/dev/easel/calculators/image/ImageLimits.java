package dev.easel.calculators.image;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;

/**
 * How large an uploaded image may be; checked on its header, before memory is taken for it.
 *
 * @param maxPixels width times height
 * @param maxRatio the longer side divided by the shorter one
 */
public record ImageLimits(long maxPixels, int maxRatio) {

  /** 4096 by 4096 pixels and 16 to 1. */
  public static final ImageLimits DEFAULT = new ImageLimits(4096L * 4096, 16);

  /** Checks that both limits let something through. */
  public ImageLimits {
    if (maxPixels < 1 || maxRatio < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  void check(ImageHeader header) throws ImageFormatException {
    long width = header.width();
    long height = header.height();
    String size = width + "x" + height;
    if (width < 1 || height < 1) {
      throw new ImageFormatException(
          "the picture's header says " + size + " pixels, which is none");
    }
    if (width * height > maxPixels) {
      throw new ImageFormatException(
          "the picture is " + size + ", more than the " + maxPixels + " pixels that are allowed");
    }
    if (Math.max(width, height) > maxRatio * Math.min(width, height)) {
      throw new ImageFormatException(
          "the picture is " + size + ", longer than the " + maxRatio + ":1 that are allowed");
    }
  }
}
