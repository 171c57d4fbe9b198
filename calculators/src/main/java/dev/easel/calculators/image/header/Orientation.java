package dev.easel.calculators.image.header;

/**
 * EXIF's eight orientations (Exif 2.32, tag 274), in the order of their numbers from 1 on: where
 * the stored image's first row and first column are when it is shown.
 */
public enum Orientation {
  /** As stored. */
  UPRIGHT(false, false, false),
  /** Left and right exchanged. */
  MIRRORED(false, true, false),
  /** Upside down. */
  TURNED_180(false, true, true),
  /** Top and bottom exchanged. */
  FLIPPED(false, false, true),
  /** Rows become columns. */
  TRANSPOSED(true, false, false),
  /** Turned by 90 degrees clockwise to be shown. */
  TURNED_90(true, true, false),
  /** Rows become columns, both ends exchanged. */
  TRANSVERSED(true, true, true),
  /** Turned by 270 degrees clockwise to be shown. */
  TURNED_270(true, false, true);

  private final boolean swapsSides;
  private final boolean mirrorsX;
  private final boolean mirrorsY;

  Orientation(boolean swapsSides, boolean mirrorsX, boolean mirrorsY) {
    this.swapsSides = swapsSides;
    this.mirrorsX = mirrorsX;
    this.mirrorsY = mirrorsY;
  }

  /** The orientation of an EXIF number; upright for numbers that EXIF does not define. */
  static Orientation of(int number) {
    return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
  }

  /** Whether width and height change places. */
  public boolean swapsSides() {
    return swapsSides;
  }

  /** The column where a stored pixel is shown. */
  public int shownX(int x, int y, int shownWidth) {
    int column = swapsSides ? y : x;
    return mirrorsX ? shownWidth - 1 - column : column;
  }

  /** The row where a stored pixel is shown. */
  public int shownY(int x, int y, int shownHeight) {
    int row = swapsSides ? x : y;
    return mirrorsY ? shownHeight - 1 - row : row;
  }
}
