package dev.easel.calculators.image.jpeg;

/**
 * Brings a component's rows to the picture's width and height. Halves are smoothed as the
 * Independent JPEG Group's library does it ("fancy upsampling"): 3 parts of the nearer sample and 1
 * of the farther one, across or in both directions. All other sizes repeat samples.
 */
final class SampleRow {

  private final Frame frame;
  private final Plane plane;
  private final byte[] row;
  private final int[] sums;
  private final boolean isWide;
  private final boolean isHalf;
  private final boolean isQuarter;

  SampleRow(Frame frame, Plane plane) {
    this.frame = frame;
    this.plane = plane;
    Component component = plane.component();
    boolean isHalfAcross = component.across() * 2 == frame.across() && component.columns() > 2;
    isWide = component.across() == frame.across() && component.down() == frame.down();
    isHalf = isHalfAcross && component.down() == frame.down();
    isQuarter = isHalfAcross && component.down() * 2 == frame.down();
    row = new byte[isWide ? 0 : frame.width() + 2];
    sums = new int[isQuarter ? component.columns() : 0];
  }

  /** Where {@link #from} begins in what this returns. */
  byte[] samples(int y) {
    if (isWide) {
      return plane.samples();
    }
    if (isHalf) {
      widen(y);
    } else if (isQuarter) {
      widenBoth(y);
    } else {
      repeat(y);
    }
    return row;
  }

  /** The place of a row's first sample in its array. */
  int from(int y) {
    return isWide ? plane.row(y) : 0;
  }

  private void widen(int y) {
    byte[] in = plane.samples();
    int at = plane.row(y);
    int last = plane.component().columns() - 1;
    row[0] = in[at];
    row[1] = (byte) (((in[at] & 0xff) * 3 + (in[at + 1] & 0xff) + 2) >> 2);
    for (int x = 1; x < last; x++) {
      int middle = (in[at + x] & 0xff) * 3;
      row[2 * x] = (byte) ((middle + (in[at + x - 1] & 0xff) + 1) >> 2);
      row[2 * x + 1] = (byte) ((middle + (in[at + x + 1] & 0xff) + 2) >> 2);
    }
    row[2 * last] = (byte) (((in[at + last] & 0xff) * 3 + (in[at + last - 1] & 0xff) + 1) >> 2);
    row[2 * last + 1] = in[at + last];
  }

  private void widenBoth(int y) {
    byte[] in = plane.samples();
    int near = plane.row(y >> 1);
    int far = plane.row((y & 1) == 0 ? (y >> 1) - 1 : (y >> 1) + 1);
    int last = plane.component().columns() - 1;
    for (int x = 0; x <= last; x++) {
      sums[x] = (in[near + x] & 0xff) * 3 + (in[far + x] & 0xff);
    }
    row[0] = (byte) ((sums[0] * 4 + 8) >> 4);
    row[1] = (byte) ((sums[0] * 3 + sums[1] + 7) >> 4);
    for (int x = 1; x < last; x++) {
      int middle = sums[x] * 3;
      row[2 * x] = (byte) ((middle + sums[x - 1] + 8) >> 4);
      row[2 * x + 1] = (byte) ((middle + sums[x + 1] + 7) >> 4);
    }
    row[2 * last] = (byte) ((sums[last] * 3 + sums[last - 1] + 8) >> 4);
    row[2 * last + 1] = (byte) ((sums[last] * 4 + 7) >> 4);
  }

  private void repeat(int y) {
    Component component = plane.component();
    byte[] in = plane.samples();
    int at = plane.row(y * component.down() / frame.down());
    for (int x = 0; x < frame.width(); x++) {
      row[x] = in[at + x * component.across() / frame.across()];
    }
  }
}
