package dev.easel.calculators.image.webp.lossy;

/** The segments of a frame, each of whose macroblocks have levels of their own (RFC 6386, 9.3). */
final class Segments {

  static final int COUNT = 4;

  private final boolean isUsed;
  private boolean isMapped;
  private boolean isAbsolute;
  private final int[] levels = new int[COUNT];
  private final int[] strengths = new int[COUNT];
  private final int[] probabilities = {255, 255, 255};

  private Segments(boolean isUsed) {
    this.isUsed = isUsed;
  }

  static Segments read(BoolDecoder in) {
    Segments read = new Segments(in.flag());
    if (read.isUsed) {
      read.isMapped = in.flag();
      if (in.flag()) {
        read.isAbsolute = in.flag();
        for (int i = 0; i < COUNT; i++) {
          read.levels[i] = in.optional(7);
        }
        for (int i = 0; i < COUNT; i++) {
          read.strengths[i] = in.optional(6);
        }
      }
      for (int i = 0; read.isMapped && i < COUNT - 1; i++) {
        read.probabilities[i] = in.flag() ? in.number(8) : 255;
      }
    }
    return read;
  }

  /** Reads which segment a macroblock is in. */
  int next(BoolDecoder in) {
    if (!isMapped) {
      return 0;
    }
    return in.bit(probabilities[0])
        ? 2 + (in.bit(probabilities[2]) ? 1 : 0)
        : in.bit(probabilities[1]) ? 1 : 0;
  }

  /** The level of a segment's quantization, where the frame has this one. */
  int level(int segment, int base) {
    return own(levels[segment], base);
  }

  /** The strength of a segment's filter, where the frame has this one. */
  int strength(int segment, int base) {
    return own(strengths[segment], base);
  }

  private int own(int value, int base) {
    return !isUsed ? base : isAbsolute ? value : base + value;
  }
}
