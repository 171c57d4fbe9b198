package dev.easel.calculators.image.webp;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.webp.lossless.LosslessRows;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The opacity beside a lossy image (RFC 9649, 2.7.1.2), row by row. */
final class AlphaRows {

  private static final int PLAIN = 0;
  private static final int LOSSLESS = 1;

  private final int width;
  private final int filter;
  private final ByteBuffer plain;
  private final @Nullable LosslessRows lossless;
  private final byte[] above;
  private boolean isFirst = true;

  /**
   * The opacity of an image of this size.
   *
   * @param content an {@code ALPH} chunk's
   */
  AlphaRows(ByteBuffer content, int width, int height, Runnable check) throws ImageFormatException {
    this.width = width;
    above = new byte[width];
    ByteBuffer data = content.slice();
    int head = data.hasRemaining() ? data.get() : -1;
    filter = head >> 2 & 3;
    plain = data.slice();
    int coding = head & 3;
    if (coding > LOSSLESS || (coding == PLAIN && plain.remaining() / width < height)) {
      throw new ImageFormatException("the WebP file is damaged: its opacity is cut off");
    }
    lossless = coding == LOSSLESS ? LosslessRows.ofOpacity(plain, width, height, check) : null;
  }

  /** Reads every row into nothing. */
  void verify() throws ImageFormatException {
    if (lossless != null) {
      lossless.verify();
    }
  }

  /** Writes the next row's opacity into its pixels. */
  void fill(byte[] rgba) throws ImageFormatException {
    if (lossless != null) {
      int[] row = lossless.next();
      for (int x = 0; x < width; x++) {
        rgba[4 * x + 3] = (byte) (row[x] >> 8);
      }
    } else {
      for (int x = 0; x < width; x++) {
        rgba[4 * x + 3] = plain.get();
      }
    }
    unfilter(rgba);
    for (int x = 0; x < width; x++) {
      above[x] = rgba[4 * x + 3];
    }
    isFirst = false;
  }

  private void unfilter(byte[] rgba) {
    for (int x = 0; filter > 0 && x < width; x++) {
      int left = x == 0 ? above[0] & 0xff : rgba[4 * x - 1] & 0xff;
      int top = above[x] & 0xff;
      int predicted;
      if (isFirst || x == 0 || filter == 1) {
        predicted = isFirst && x == 0 ? 0 : left;
      } else if (filter == 2) {
        predicted = top;
      } else {
        predicted = Math.max(0, Math.min(255, left + top - (above[x - 1] & 0xff)));
      }
      rgba[4 * x + 3] += (byte) predicted;
    }
  }
}
