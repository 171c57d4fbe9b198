package dev.easel.calculators.image.webp.lossless;

/** Undoes, row by row, what an encoder did to the pixels to have them take fewer bits. */
interface Transform {

  /**
   * Undoes it for the next row.
   *
   * @param row its first pixels are the row's, and may be changed
   * @return the row, in the same array or in one that is valid until the next call
   */
  int[] undo(int y, int[] row);
}
