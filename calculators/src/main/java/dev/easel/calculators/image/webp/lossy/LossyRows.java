package dev.easel.calculators.image.webp.lossy;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;

/**
 * Decodes a lossy image with memory for two rows of macroblocks.
 *
 * <p><b>Threads</b>: one; an object is used once.
 *
 * <p><b>Failure</b>: {@link ImageFormatException} when the image is damaged or cut off.
 */
public final class LossyRows {

  private static final int SIDE = 16;
  private static final int HALF = 8;
  private static final int STRIDE = Prediction.STRIDE;

  /** Where samples stand while they are predicted, with those above and left of them. */
  private static final int LUMA = STRIDE + 8;

  private static final int[] CHROMA = {18 * STRIDE + 8, 18 * STRIDE + 24};

  private final int width;
  private final int height;
  private final int across;
  private final int down;
  private final Runnable check;
  private final MacroblockReader in;
  private final Residual residual = new Residual();
  private final byte[] work = new byte[26 * STRIDE];

  /** The lowest samples of the row above before they are smoothed: luma, and twice chroma. */
  private final byte[][] above;

  /** The row above and this one, of luma and of chroma. */
  private final byte[][] planes;

  private final int[] level;
  private final boolean[] hasInner;

  /** Takes a row of pixels. */
  @FunctionalInterface
  public interface Sink {

    /**
     * Takes the next row from the top.
     *
     * @param rgba four bytes a pixel, opaque; valid until this returns
     */
    void accept(int y, byte[] rgba) throws ImageFormatException;
  }

  /**
   * The image of a file.
   *
   * @param content a {@code VP8} chunk's, of this width and height
   * @param check called before each row of macroblocks and of pixels; what it throws ends the
   *     decoding
   */
  public LossyRows(ByteBuffer content, int width, int height, Runnable check)
      throws ImageFormatException {
    this.width = width;
    this.height = height;
    this.check = check;
    across = (width + SIDE - 1) / SIDE;
    down = (height + SIDE - 1) / SIDE;
    in = new MacroblockReader(content, across);
    above =
        new byte[][] {new byte[across * SIDE], new byte[across * HALF], new byte[across * HALF]};
    planes =
        new byte[][] {
          new byte[2 * SIDE * SIDE * across],
          new byte[2 * HALF * HALF * across],
          new byte[2 * HALF * HALF * across]
        };
    level = new int[across];
    hasInner = new boolean[across];
  }

  /** Reads every macroblock into nothing, so that missing ones are found before memory is taken. */
  public void verify() throws ImageFormatException {
    for (int y = 0; y < down; y++) {
      check.run();
      in.begin(y);
      for (int x = 0; x < across; x++) {
        in.read(x);
      }
      in.checkBits();
    }
  }

  /** Decodes every row. */
  public void decode(Sink sink) throws ImageFormatException {
    YuvRows rows = new YuvRows(width, height, across * SIDE, planes, check, sink);
    for (int y = 0; y < down; y++) {
      check.run();
      in.begin(y);
      for (int x = 0; x < across; x++) {
        in.read(x);
        reconstruct(x, y);
        level[x] = in.level();
        hasInner[x] = in.hasInnerEdges();
      }
      in.checkBits();
      smooth(y);
      rows.emit(y, y == down - 1);
      for (byte[] plane : planes) {
        System.arraycopy(plane, plane.length / 2, plane, 0, plane.length / 2);
      }
    }
  }

  private void reconstruct(int x, int y) {
    prepare(x, y);
    short[] coefficients = in.coefficients();
    if (in.isWhole()) {
      Prediction.whole(in.lumaMode(), work, LUMA, SIDE, y > 0, x > 0);
    }
    for (int block = 0; block < 16; block++) {
      int at = LUMA + (block >> 2) * 4 * STRIDE + (block & 3) * 4;
      if (!in.isWhole()) {
        Prediction.small(in.mode(block), work, at);
      }
      if (in.isFilled(block)) {
        residual.add(coefficients, block * MacroblockReader.BLOCK, work, at, STRIDE);
      }
    }
    for (int plane = 0; plane < 2; plane++) {
      Prediction.whole(in.chromaMode(), work, CHROMA[plane], HALF, y > 0, x > 0);
      for (int i = 0; i < 4; i++) {
        int block = MacroblockReader.CHROMA + 4 * plane + i;
        if (in.isFilled(block)) {
          int at = CHROMA[plane] + (i >> 1) * 4 * STRIDE + (i & 1) * 4;
          residual.add(coefficients, block * MacroblockReader.BLOCK, work, at, STRIDE);
        }
      }
    }
    keep(x, 0, LUMA, SIDE);
    keep(x, 1, CHROMA[0], HALF);
    keep(x, 2, CHROMA[1], HALF);
  }

  /** Sets the samples above and to the left of a macroblock; outside of the picture 127 and 129. */
  private void prepare(int x, int y) {
    prepare(x, y, 0, LUMA, SIDE);
    prepare(x, y, 1, CHROMA[0], HALF);
    prepare(x, y, 2, CHROMA[1], HALF);
    int behind = LUMA - STRIDE + SIDE;
    for (int i = 0; i < 4; i++) {
      byte value = 127;
      if (y > 0) {
        value =
            above[0][
                Math.min(SIDE * x + SIDE + i, x == across - 1 ? SIDE * x + 15 : SIDE * across)];
      }
      for (int row = 0; row < SIDE; row += 4) {
        work[behind + row * STRIDE + i] = value;
      }
    }
  }

  private void prepare(int x, int y, int plane, int at, int size) {
    for (int row = -1; row < size; row++) {
      int left = at + row * STRIDE - 1;
      work[left] = x == 0 ? (byte) 129 : work[left + size];
    }
    for (int i = 0; i < size; i++) {
      work[at - STRIDE + i] = y == 0 ? 127 : above[plane][size * x + i];
    }
    if (y == 0) {
      work[at - STRIDE - 1] = 127;
    }
  }

  private void keep(int x, int plane, int at, int size) {
    int stride = size * across;
    int out = size * stride + size * x; // in the lower half
    for (int row = 0; row < size; row++) {
      System.arraycopy(work, at + row * STRIDE, planes[plane], out + row * stride, size);
    }
    System.arraycopy(work, at + (size - 1) * STRIDE, above[plane], size * x, size);
  }

  private void smooth(int y) {
    FilterLevels levels = in.levels();
    for (int x = 0; x < across; x++) {
      int limit = levels.limit(level[x]);
      if (limit > 0 && levels.isSimple()) {
        smoothSimply(x, y, limit);
      } else if (limit > 0) {
        int inner = levels.inner(level[x]);
        int high = levels.high(level[x]);
        smooth(x, y, 0, SIDE, limit, inner, high);
        smooth(x, y, 1, HALF, limit, inner, high);
        smooth(x, y, 2, HALF, limit, inner, high);
      }
    }
  }

  private void smoothSimply(int x, int y, int limit) {
    int stride = SIDE * across;
    int at = SIDE * stride + SIDE * x;
    if (x > 0) {
      LoopFilter.simple(planes[0], at, stride, 1, limit + 4);
    }
    for (int i = 4; hasInner[x] && i < SIDE; i += 4) {
      LoopFilter.simple(planes[0], at + i, stride, 1, limit);
    }
    if (y > 0) {
      LoopFilter.simple(planes[0], at, 1, stride, limit + 4);
    }
    for (int i = 4; hasInner[x] && i < SIDE; i += 4) {
      LoopFilter.simple(planes[0], at + i * stride, 1, stride, limit);
    }
  }

  private void smooth(int x, int y, int plane, int size, int limit, int inner, int high) {
    byte[] s = planes[plane];
    int stride = size * across;
    int at = size * stride + size * x;
    if (x > 0) {
      LoopFilter.normal(s, at, size, stride, 1, limit + 4, inner, high, true);
    }
    for (int i = 4; hasInner[x] && i < size; i += 4) {
      LoopFilter.normal(s, at + i, size, stride, 1, limit, inner, high, false);
    }
    if (y > 0) {
      LoopFilter.normal(s, at, size, 1, stride, limit + 4, inner, high, true);
    }
    for (int i = 4; hasInner[x] && i < size; i += 4) {
      LoopFilter.normal(s, at + i * stride, size, 1, stride, limit, inner, high, false);
    }
  }
}
