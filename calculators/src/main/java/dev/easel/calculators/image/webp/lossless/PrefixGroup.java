package dev.easel.calculators.image.webp.lossless;

import dev.easel.calculators.image.header.ImageFormatException;

/**
 * The five codes of a part of the image (RFC 9649, 3.7.2).
 *
 * @param green of green values, lengths of copies and places in the cache
 * @param red of red values
 * @param blue of blue values
 * @param alpha of opacities
 * @param distance of distances of copies
 */
record PrefixGroup(
    PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {

  static final int VALUES = 256;
  static final int LENGTHS = 24;

  private static final int DISTANCES = 40;

  /** In this order the lengths of the codes for lengths come. */
  private static final int[] ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };

  private static final int REPEAT = 16;
  private static final int[] REPEAT_BITS = {2, 3, 7};
  private static final int[] REPEAT_LEAST = {3, 3, 11};

  /** Reads a group beside a cache of so many pixels. */
  static PrefixGroup read(LosslessBits in, int cached) throws ImageFormatException {
    return new PrefixGroup(
        code(in, VALUES + LENGTHS + cached),
        code(in, VALUES),
        code(in, VALUES),
        code(in, VALUES),
        code(in, DISTANCES));
  }

  private static PrefixCode code(LosslessBits in, int size) throws ImageFormatException {
    int[] lengths = in.readBit() ? few(in, size) : many(in, size);
    in.check();
    return PrefixCode.of(lengths);
  }

  private static int[] few(LosslessBits in, int size) throws ImageFormatException {
    int[] lengths = new int[size];
    boolean isTwo = in.readBit();
    int first = in.read(in.readBit() ? 8 : 1);
    int second = isTwo ? in.read(8) : first;
    if (first >= size || second >= size) {
      throw LosslessBits.damaged();
    }
    lengths[first] = 1;
    lengths[second] = 1;
    return lengths;
  }

  private static int[] many(LosslessBits in, int size) throws ImageFormatException {
    int[] ofLengths = new int[ORDER.length];
    int count = 4 + in.read(4);
    if (count > ORDER.length) {
      throw LosslessBits.damaged();
    }
    for (int i = 0; i < count; i++) {
      ofLengths[ORDER[i]] = in.read(3);
    }
    in.check();
    PrefixCode code = PrefixCode.of(ofLengths);
    int left = size;
    if (in.readBit()) {
      left = 2 + in.read(2 + 2 * in.read(3));
      if (left > size) {
        throw LosslessBits.damaged();
      }
    }
    return lengths(in, code, size, left);
  }

  private static int[] lengths(LosslessBits in, PrefixCode code, int size, int most)
      throws ImageFormatException {
    int[] lengths = new int[size];
    int before = 8;
    int at = 0;
    for (int left = most; at < size && left > 0; left--) {
      int symbol = code.next(in);
      if (symbol < REPEAT) {
        lengths[at] = symbol;
        at++;
        before = symbol == 0 ? before : symbol;
      } else {
        int repeats = REPEAT_LEAST[symbol - REPEAT] + in.read(REPEAT_BITS[symbol - REPEAT]);
        if (repeats > size - at) {
          throw LosslessBits.damaged();
        }
        for (int i = 0; i < repeats; i++, at++) {
          lengths[at] = symbol == REPEAT ? before : 0;
        }
      }
    }
    return lengths;
  }
}
