package dev.easel.calculators.image.png;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.PngHeader;
import java.nio.ByteBuffer;

/** Expands unfiltered PNG rows of any colour type to RGBA bytes. */
final class PngSamples {

  private static final byte OPAQUE = (byte) 255;

  private final PngHeader header;
  private final byte[] palette;
  private final byte[] transparency;

  private PngSamples(PngHeader header, byte[] palette, byte[] transparency) {
    this.header = header;
    this.palette = palette;
    this.transparency = transparency;
  }

  static PngSamples of(PngHeader header, Iterable<PngChunks.Chunk> chunks)
      throws ImageFormatException {
    byte[] palette = content(chunks, "PLTE");
    if (header.colorType() == PngHeader.ColorType.PALETTE
        && (palette.length == 0 || palette.length % 3 != 0 || palette.length > 768)) {
      throw new ImageFormatException("the PNG file is damaged: it has no valid palette");
    }
    return new PngSamples(header, palette, content(chunks, "tRNS"));
  }

  private static byte[] content(Iterable<PngChunks.Chunk> chunks, String type) {
    for (PngChunks.Chunk chunk : chunks) {
      if (chunk.type().equals(type)) {
        ByteBuffer content = chunk.content().duplicate();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
      }
    }
    return new byte[0];
  }

  void expand(byte[] row, int pixels, byte[] rgba) throws ImageFormatException {
    switch (header.colorType()) {
      case GRAY -> expandGray(row, pixels, rgba);
      case PALETTE -> expandPalette(row, pixels, rgba);
      case RGB -> expandRgb(row, pixels, rgba);
      case GRAY_ALPHA -> expandGrayAlpha(row, pixels, rgba);
      case RGB_ALPHA -> expandRgbAlpha(row, pixels, rgba);
    }
  }

  private void expandGray(byte[] row, int pixels, byte[] rgba) {
    int bits = header.bitDepth();
    int keyed = transparency.length >= 2 ? word(transparency, 0) : -1;
    int scale = bits < 8 ? 255 / ((1 << bits) - 1) : 1;
    for (int i = 0; i < pixels; i++) {
      int sample = sample(row, i);
      byte gray = (byte) (bits == 16 ? sample >> 8 : sample * scale);
      put(rgba, i, gray, gray, gray, sample == keyed ? 0 : OPAQUE);
    }
  }

  private void expandPalette(byte[] row, int pixels, byte[] rgba) throws ImageFormatException {
    for (int i = 0; i < pixels; i++) {
      int entry = sample(row, i);
      if (entry * 3 >= palette.length) {
        throw new ImageFormatException("the PNG file is damaged: a colour is not in its palette");
      }
      byte alpha = entry < transparency.length ? transparency[entry] : OPAQUE;
      put(rgba, i, palette[entry * 3], palette[entry * 3 + 1], palette[entry * 3 + 2], alpha);
    }
  }

  private void expandRgb(byte[] row, int pixels, byte[] rgba) {
    int size = header.bitDepth() / 8;
    for (int i = 0; i < pixels; i++) {
      int at = i * 3 * size;
      byte alpha = transparency.length >= 6 && isKeyed(row, at, size) ? 0 : OPAQUE;
      put(rgba, i, row[at], row[at + size], row[at + 2 * size], alpha);
    }
  }

  private boolean isKeyed(byte[] row, int at, int size) {
    for (int i = 0; i < 3; i++) {
      int sample = size == 2 ? word(row, at + 2 * i) : row[at + i] & 0xff;
      if (sample != word(transparency, 2 * i)) {
        return false;
      }
    }
    return true;
  }

  private void expandGrayAlpha(byte[] row, int pixels, byte[] rgba) {
    int size = header.bitDepth() / 8;
    for (int i = 0; i < pixels; i++) {
      byte gray = row[i * 2 * size];
      put(rgba, i, gray, gray, gray, row[i * 2 * size + size]);
    }
  }

  private void expandRgbAlpha(byte[] row, int pixels, byte[] rgba) {
    int size = header.bitDepth() / 8;
    for (int i = 0; i < pixels; i++) {
      int at = i * 4 * size;
      put(rgba, i, row[at], row[at + size], row[at + 2 * size], row[at + 3 * size]);
    }
  }

  private int sample(byte[] row, int index) {
    int bits = header.bitDepth();
    if (bits == 16) {
      return word(row, index * 2);
    }
    int at = index * bits;
    return ((row[at >> 3] & 0xff) >> (8 - bits - (at & 7))) & ((1 << bits) - 1);
  }

  private static int word(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private static void put(byte[] rgba, int index, byte r, byte g, byte b, int a) {
    int at = index * 4;
    rgba[at] = r;
    rgba[at + 1] = g;
    rgba[at + 2] = b;
    rgba[at + 3] = (byte) a;
  }
}
