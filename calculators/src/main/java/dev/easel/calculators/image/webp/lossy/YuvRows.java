package dev.easel.calculators.image.webp.lossy;

import dev.easel.calculators.image.header.ImageFormatException;

/**
 * Makes pixels of rows that no later one changes. Chroma is smoothed as libwebp does it ("fancy
 * upsampling"), and the colours are libwebp's.
 */
final class YuvRows {

  private static final int SIDE = 16;
  private static final int HALF = 8;

  private final int width;
  private final int height;
  private final int stride;
  private final byte[][] planes;
  private final Runnable check;
  private final LossyRows.Sink sink;
  private final byte[] rgba;
  private final int[] u;
  private final int[] v;

  YuvRows(int width, int height, int stride, byte[][] planes, Runnable check, LossyRows.Sink sink) {
    this.width = width;
    this.height = height;
    this.stride = stride;
    this.planes = planes;
    this.check = check;
    this.sink = sink;
    rgba = new byte[4 * width];
    u = new int[width + 1];
    v = new int[width + 1];
    for (int i = 3; i < rgba.length; i += 4) {
      rgba[i] = (byte) 255;
    }
  }

  /** Hands on what is done with a row of macroblocks: the next one changes its lower half. */
  void emit(int row, boolean isLast) throws ImageFormatException {
    int end = isLast ? height : SIDE * row + HALF;
    for (int y = Math.max(0, SIDE * row - HALF); y < end; y++) {
      check.run();
      int last = (height + 1) / 2 - 1;
      int near = y >> 1;
      int far = Math.max(0, Math.min(last, (y & 1) == 0 ? near - 1 : near + 1));
      int first = HALF * (row - 1); // the chroma row at the planes' beginning
      widen(planes[1], (near - first) * (stride / 2), (far - first) * (stride / 2), u);
      widen(planes[2], (near - first) * (stride / 2), (far - first) * (stride / 2), v);
      convert((y - SIDE * (row - 1)) * stride);
      sink.accept(y, rgba);
    }
  }

  /** 9, 3, 3 and 1 sixteenths of the nearest four samples, rounded in libwebp's way. */
  private void widen(byte[] s, int near, int far, int[] out) {
    int nearLeft = s[near] & 0xff;
    int farLeft = s[far] & 0xff;
    out[0] = (3 * nearLeft + farLeft + 2) >> 2;
    int last = (width - 1) >> 1;
    for (int x = 1; x <= last; x++) {
      int n = s[near + x] & 0xff;
      int f = s[far + x] & 0xff;
      int sum = nearLeft + n + farLeft + f + 8;
      out[2 * x - 1] = (((sum + 2 * (n + farLeft)) >> 3) + nearLeft) >> 1;
      out[2 * x] = (((sum + 2 * (nearLeft + f)) >> 3) + n) >> 1;
      nearLeft = n;
      farLeft = f;
    }
    if ((width & 1) == 0) {
      out[width - 1] = (3 * nearLeft + farLeft + 2) >> 2;
    }
  }

  private void convert(int at) {
    byte[] luma = planes[0];
    for (int x = 0; x < width; x++) {
      int y = ((luma[at + x] & 0xff) * 19077) >> 8;
      int red = y + ((v[x] * 26149) >> 8) - 14234;
      int green = y - ((u[x] * 6419) >> 8) - ((v[x] * 13320) >> 8) + 8708;
      int blue = y + ((u[x] * 33050) >> 8) - 17685;
      rgba[4 * x] = sample(red);
      rgba[4 * x + 1] = sample(green);
      rgba[4 * x + 2] = sample(blue);
    }
  }

  private static byte sample(int sixtyFourths) {
    int value = sixtyFourths >> 6;
    return (byte) ((value & ~0xff) == 0 ? value : value < 0 ? 0 : 255);
  }
}
