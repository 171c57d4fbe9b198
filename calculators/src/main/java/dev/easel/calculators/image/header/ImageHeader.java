package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;

/**
 * What an image's file says about itself before a pixel is decoded.
 *
 * @param format the file's format
 * @param width in pixels, before {@code orientation} is applied
 * @param height in pixels, before {@code orientation} is applied
 * @param orientation how a viewer turns the image
 */
public record ImageHeader(InputFormat format, int width, int height, Orientation orientation) {

  /**
   * Reads the header of a file and checks that the file is whole, as far as its structure tells.
   *
   * @param file a whole file
   * @throws ImageFormatException when it is of no known format, cut off or damaged
   */
  public static ImageHeader read(ByteBuffer file) throws ImageFormatException {
    InputFormat format =
        InputFormat.detect(file)
            .orElseThrow(
                () -> new ImageFormatException("this is no " + InputFormat.LIST + " picture"));
    return switch (format) {
      case PNG -> png(file);
      case JPEG -> JpegHeader.read(file).toImageHeader();
      case WEBP -> WebpHeader.read(file).toImageHeader();
      case GIF -> GifHeader.read(file).toImageHeader();
      case BMP -> BmpHeader.read(file).toImageHeader();
    };
  }

  private static ImageHeader png(ByteBuffer file) throws ImageFormatException {
    PngHeader header = PngHeader.read(file);
    return new ImageHeader(
        InputFormat.PNG, header.width(), header.height(), PngHeader.orientation(file));
  }

  static ImageHeader upright(InputFormat format, int width, int height) {
    return new ImageHeader(format, width, height, Orientation.UPRIGHT);
  }

  /** The image's width as a viewer sees it. */
  public int shownWidth() {
    return orientation.swapsSides() ? height : width;
  }

  /** The image's height as a viewer sees it. */
  public int shownHeight() {
    return orientation.swapsSides() ? width : height;
  }
}
