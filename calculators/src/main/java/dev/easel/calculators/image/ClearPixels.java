package dev.easel.calculators.image;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import dev.easel.calculators.image.header.PngHeader;
import dev.easel.calculators.image.header.WebpHeader;
import dev.easel.calculators.image.pixel.PixelSink;
import java.nio.ByteBuffer;

/** Looks for transparent pixels, in files that can have such, without keeping any. */
public final class ClearPixels implements PixelSink {
  private static final int HALF = 128;
  private static final int RGBA = 4;

  private boolean isFound;

  private ClearPixels() {}

  /**
   * Whether a picture has transparent pixels, as a mask's rule counts them; false for one that
   * cannot be decoded, which decoding will say.
   */
  public static boolean areIn(ByteBuffer file) {
    try {
      ImageHeader header = ImageHeader.read(file);
      ImageLimits.DEFAULT.check(header);
      if (!mayHave(header, file)) {
        return false;
      }
      ClearPixels looked = new ClearPixels();
      new ImageDecoder(ImageLimits.DEFAULT).decode(file, looked);
      return looked.isFound;
    } catch (ImageFormatException e) {
      return false;
    }
  }

  /** By what the file says of itself; most pictures have no transparency at all. */
  private static boolean mayHave(ImageHeader header, ByteBuffer file) throws ImageFormatException {
    return switch (header.format()) {
      case PNG -> PngHeader.hasTransparency(file);
      case WEBP -> WebpHeader.read(file).hasTransparency();
      case GIF, BMP, JPEG -> false;
    };
  }

  @Override
  public void accept(int x, int stepX, int y, byte[] rgba, int count) {
    for (int i = RGBA - 1; !isFound && i < count * RGBA; i += RGBA) {
      isFound = (rgba[i] & 0xff) < HALF;
    }
  }
}
