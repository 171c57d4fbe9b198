package dev.easel.calculators.image.png;

import dev.easel.calculators.image.header.PngHeader;
import java.util.List;

/** One pass over a PNG image: the whole of it, or one of Adam7's seven. */
record PngPass(int x, int y, int stepX, int stepY) {

  private static final List<PngPass> WHOLE = List.of(new PngPass(0, 0, 1, 1));

  /** RFC 2083, section 2.6. */
  private static final List<PngPass> ADAM7 =
      List.of(
          new PngPass(0, 0, 8, 8),
          new PngPass(4, 0, 8, 8),
          new PngPass(0, 4, 4, 8),
          new PngPass(2, 0, 4, 4),
          new PngPass(0, 2, 2, 4),
          new PngPass(1, 0, 2, 2),
          new PngPass(0, 1, 1, 2));

  static List<PngPass> of(PngHeader header) {
    return header.interlaced() ? ADAM7 : WHOLE;
  }

  int columns(int width) {
    return Math.max(0, (width - x + stepX - 1) / stepX);
  }

  int rows(int height) {
    return Math.max(0, (height - y + stepY - 1) / stepY);
  }
}
