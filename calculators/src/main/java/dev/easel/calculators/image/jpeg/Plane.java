package dev.easel.calculators.image.jpeg;

import java.util.Arrays;

/**
 * What is in memory of a component: the coefficients of one row of MCUs, and the samples of three,
 * so that a row's neighbours above and below are there.
 */
final class Plane {

  private static final int BLOCK = Frame.BLOCK;
  private static final int COEFFICIENTS = BLOCK * BLOCK;
  private static final int ROWS_OF_MCUS = 3;

  private final Component component;
  private final int[] steps;
  private final short[] coefficients;
  private final byte[] samples;
  private final int stride;
  private final int ring;
  private final InverseDct inverse = new InverseDct();

  /** A component whose coefficients are multiples of these steps. */
  Plane(Component component, int[] steps) {
    this.component = component;
    this.steps = steps;
    coefficients = new short[component.blocksInRow() * component.down() * COEFFICIENTS];
    stride = component.blocksInRow() * BLOCK;
    ring = component.down() * BLOCK * ROWS_OF_MCUS;
    samples = new byte[stride * ring];
  }

  Component component() {
    return component;
  }

  short[] coefficients() {
    return coefficients;
  }

  /** Where the coefficients of a block in the row of MCUs begin. */
  int block(int x, int y) {
    return (y * component.blocksInRow() + x) * COEFFICIENTS;
  }

  /** Makes samples of the coefficients of a row of MCUs, and forgets these. */
  void finish(int row) {
    int rows = Math.min(component.down(), component.blocksDown() - row * component.down());
    for (int y = 0; y < rows; y++) {
      int out = (row * component.down() + y) * BLOCK % ring * stride;
      for (int x = 0; x < component.blocksAcross(); x++) {
        inverse.transform(coefficients, block(x, y), steps, samples, out + x * BLOCK, stride);
      }
    }
    forget();
  }

  /** Clears the coefficients for the next row of MCUs. */
  void forget() {
    Arrays.fill(coefficients, (short) 0);
  }

  byte[] samples() {
    return samples;
  }

  /** Where a row of samples begins; rows above and below the picture are its first and last. */
  int row(int y) {
    return Math.max(0, Math.min(component.rows() - 1, y)) % ring * stride;
  }
}
