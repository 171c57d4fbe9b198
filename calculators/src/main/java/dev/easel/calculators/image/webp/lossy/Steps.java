package dev.easel.calculators.image.webp.lossy;

/**
 * What coefficients are multiples of: the first one of a block, and the others (RFC 6386, 9.6 and
 * 14.1).
 *
 * @param lumaFirst of luma
 * @param lumaRest of luma
 * @param meanFirst of the luma blocks' first coefficients, where they stand in a block of their own
 * @param meanRest of the same
 * @param chromaFirst of chroma
 * @param chromaRest of chroma
 */
record Steps(
    int lumaFirst, int lumaRest, int meanFirst, int meanRest, int chromaFirst, int chromaRest) {

  private static final int MOST = 127;
  private static final int MOST_CHROMA = 117;

  private static final int[] FIRST = {
    4, 5, 6, 7, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16, 17, 17,
    18, 19, 20, 20, 21, 21, 22, 22, 23, 23, 24, 25, 25, 26, 27, 28,
    29, 30, 31, 32, 33, 34, 35, 36, 37, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58,
    59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74,
    75, 76, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89,
    91, 93, 95, 96, 98, 100, 101, 102, 104, 106, 108, 110, 112, 114, 116, 118,
    122, 124, 126, 128, 130, 132, 134, 136, 138, 140, 143, 145, 148, 151, 154, 157
  };

  private static final int[] REST = {
    4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
    36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
    52, 53, 54, 55, 56, 57, 58, 60, 62, 64, 66, 68, 70, 72, 74, 76,
    78, 80, 82, 84, 86, 88, 90, 92, 94, 96, 98, 100, 102, 104, 106, 108,
    110, 112, 114, 116, 119, 122, 125, 128, 131, 134, 137, 140, 143, 146, 149, 152,
    155, 158, 161, 164, 167, 170, 173, 177, 181, 185, 189, 193, 197, 201, 205, 209,
    213, 217, 221, 225, 229, 234, 239, 245, 249, 254, 259, 264, 269, 274, 279, 284
  };

  /** The steps of each segment. */
  static Steps[] read(BoolDecoder in, Segments segments) {
    int base = in.number(7);
    int lumaFirst = in.optional(4);
    int meanFirst = in.optional(4);
    int meanRest = in.optional(4);
    int chromaFirst = in.optional(4);
    int chromaRest = in.optional(4);
    Steps[] all = new Steps[Segments.COUNT];
    for (int i = 0; i < all.length; i++) {
      int level = segments.level(i, base);
      all[i] =
          new Steps(
              FIRST[clamp(level + lumaFirst, MOST)],
              REST[clamp(level, MOST)],
              FIRST[clamp(level + meanFirst, MOST)] * 2,
              Math.max(8, REST[clamp(level + meanRest, MOST)] * 155 / 100),
              FIRST[clamp(level + chromaFirst, MOST_CHROMA)],
              REST[clamp(level + chromaRest, MOST)]);
    }
    return all;
  }

  private static int clamp(int value, int most) {
    return Math.max(0, Math.min(most, value));
  }
}
