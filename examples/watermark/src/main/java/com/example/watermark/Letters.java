package com.example.watermark;

/** Letters of 5 by 7 dots, so that a server without fonts can write. */
final class Letters {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;
  static final String ALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

  /** Five columns of each letter of {@link #ALL}; the lowest bit of a column is its top. */
  private static final String COLUMNS =
      "7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 3e4149497a 7f0808087f "
          + "00417f4100 2040413f01 7f08142241 7f40404040 7f020c027f 7f0408107f 3e4141413e "
          + "7f09090906 3e4151215e 7f09192946 4649494931 01017f0101 3f4040403f 1f2040201f "
          + "3f4038403f 6314081463 0708700807 6151494543 3e5149453e 00427f4000 4261514946 "
          + "2141454b31 1814127f10 2745454539 3c4a494930 0171090503 3649494936 064949291e "
          + "0808080808 0060600000";

  private Letters() {}

  static boolean has(int letter) {
    return letter == ' ' || ALL.indexOf(letter) >= 0;
  }

  /** Whether a letter has a dot at a place, counted from its top left. */
  static boolean isDot(char letter, int x, int y) {
    if (letter == ' ') {
      return false;
    }
    int at = ALL.indexOf(letter) * (2 * WIDTH + 1) + 2 * x;
    return (Integer.parseInt(COLUMNS, at, at + 2, 16) >> y & 1) == 1;
  }
}
