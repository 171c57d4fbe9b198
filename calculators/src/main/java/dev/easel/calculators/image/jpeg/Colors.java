package dev.easel.calculators.image.jpeg;

import dev.easel.calculators.image.header.JpegHeader;
import java.util.List;

/**
 * What a picture's components mean (JFIF, and Adobe's technical note 5116), and how they become
 * red, green and blue.
 */
enum Colors {
  GRAY,
  YCC,
  RGB,
  /** Ink, written inverted: 255 is none. */
  CMYK,
  /** The same with its first three components as {@link #YCC}. */
  YCCK;

  private static final int HALF = 1 << 15;

  /** Says the header nothing, the components' numbers do; else it is what nearly all files are. */
  static Colors of(JpegHeader header, List<Component> components) {
    int transform = header.colorTransform().orElse(-1);
    if (components.size() == 1) {
      return GRAY;
    }
    if (components.size() == 4) {
      return transform == 2 ? YCCK : CMYK;
    }
    if (header.isJfif()) {
      return YCC;
    }
    if (transform >= 0) {
      return transform == 0 ? RGB : YCC;
    }
    boolean isNamed =
        components.get(0).id() == 'R'
            && components.get(1).id() == 'G'
            && components.get(2).id() == 'B';
    return isNamed ? RGB : YCC;
  }

  /** Writes a row of opaque pixels. */
  void convert(byte[][] in, int[] from, int count, byte[] rgba) {
    for (int i = 0; i < count; i++) {
      rgba[4 * i + 3] = (byte) 255;
    }
    switch (this) {
      case GRAY -> {
        for (int i = 0; i < count; i++) {
          put(rgba, i, in[0][from[0] + i], in[0][from[0] + i], in[0][from[0] + i]);
        }
      }
      case RGB, CMYK -> {
        for (int i = 0; i < count; i++) {
          put(rgba, i, in[0][from[0] + i], in[1][from[1] + i], in[2][from[2] + i]);
        }
      }
      case YCC, YCCK -> ycc(in, from, count, rgba);
    }
    if (this == YCCK) {
      for (int i = 0; i < count; i++) {
        put(rgba, i, ~rgba[4 * i], ~rgba[4 * i + 1], ~rgba[4 * i + 2]);
      }
    }
    if (this == CMYK || this == YCCK) {
      ink(in[3], from[3], count, rgba);
    }
  }

  /** ITU-R BT.601 in 16 bits behind the point. */
  private static void ycc(byte[][] in, int[] from, int count, byte[] rgba) {
    byte[] ys = in[0];
    byte[] cbs = in[1];
    byte[] crs = in[2];
    for (int i = 0; i < count; i++) {
      int y = ys[from[0] + i] & 0xff;
      int cb = (cbs[from[1] + i] & 0xff) - 128;
      int cr = (crs[from[2] + i] & 0xff) - 128;
      int red = y + ((91881 * cr + HALF) >> 16);
      int green = y + ((-22554 * cb - 46802 * cr + HALF) >> 16);
      int blue = y + ((116130 * cb + HALF) >> 16);
      put(rgba, i, clamp(red), clamp(green), clamp(blue));
    }
  }

  private static void ink(byte[] black, int from, int count, byte[] rgba) {
    for (int i = 0; i < count; i++) {
      int light = black[from + i] & 0xff;
      for (int at = 4 * i; at < 4 * i + 3; at++) {
        rgba[at] = (byte) (((rgba[at] & 0xff) * light + 127) / 255);
      }
    }
  }

  private static int clamp(int value) {
    return (value & ~0xff) == 0 ? value : value < 0 ? 0 : 255;
  }

  private static void put(byte[] rgba, int index, int red, int green, int blue) {
    rgba[4 * index] = (byte) red;
    rgba[4 * index + 1] = (byte) green;
    rgba[4 * index + 2] = (byte) blue;
  }
}
