package dev.easel.calculators.image.jpeg;

import java.util.Arrays;

/**
 * Reads one scan, a row of MCUs at a time, into the coefficients of its components (ITU T.81,
 * annexes F and G). Where bits are missing, what they would have said stays as it is.
 *
 * <p><b>Threads</b>: one.
 */
final class ScanDecoder {

  private static final int LAST = 63;

  private final Scan scan;
  private final Frame frame;
  private final Plane[] planes;
  private final BitInput in;
  private final int[] predicted;
  private final boolean isWhole;
  private int leftToRestart;
  private int restarts;

  /** How many blocks, from this one on, have no further coefficient in this scan. */
  private int emptyBlocks;

  private boolean isMissing;

  /** A scan of a frame, whose coefficients go to its components' planes. */
  ScanDecoder(Scan scan, Frame frame, Plane[] planes) {
    this.scan = scan;
    this.frame = frame;
    this.planes = planes;
    in = new BitInput(scan.data());
    predicted = new int[scan.parts().size()];
    isWhole = !frame.isProgressive();
    leftToRestart = scan.restart();
  }

  /** Reads the next row of MCUs. */
  void decodeRow(int row) {
    if (scan.parts().size() == 1) {
      decodeAlone(row);
    } else {
      decodeInterleaved();
    }
    isMissing |= in.isMissing();
  }

  /** Whether bits were missing so far. */
  boolean isMissing() {
    return isMissing;
  }

  private void decodeAlone(int row) {
    Component component = scan.parts().get(0).component();
    Plane plane = planes[component.index()];
    int rows = Math.min(component.down(), component.blocksDown() - row * component.down());
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < component.blocksAcross(); x++) {
        if (begin()) {
          decode(0, plane.coefficients(), plane.block(x, y));
        }
      }
    }
  }

  private void decodeInterleaved() {
    int parts = predicted.length;
    for (int mcu = 0; mcu < frame.mcusAcross(); mcu++) {
      if (!begin()) {
        continue;
      }
      for (int i = 0; i < parts; i++) {
        Component component = scan.parts().get(i).component();
        Plane plane = planes[component.index()];
        for (int y = 0; y < component.down(); y++) {
          for (int x = 0; x < component.across(); x++) {
            decode(i, plane.coefficients(), plane.block(mcu * component.across() + x, y));
          }
        }
      }
    }
  }

  /** Begins an MCU; false when its bits are not there. */
  private boolean begin() {
    if (scan.restart() > 0) {
      if (leftToRestart == 0) {
        isMissing |= in.isMissing();
        in.restart(restarts & 7);
        restarts++;
        leftToRestart = scan.restart();
        emptyBlocks = 0;
        Arrays.fill(predicted, 0);
      }
      leftToRestart--;
    }
    return !in.isMissing();
  }

  private void decode(int part, short[] coefficients, int block) {
    if (isWhole) {
      decodeWhole(part, coefficients, block);
    } else if (scan.first() == 0) {
      decodeDifference(part, coefficients, block);
    } else if (scan.isRefined()) {
      refine(scan.parts().get(part).others(), coefficients, block);
    } else {
      decodeBand(scan.parts().get(part).others(), coefficients, block);
    }
  }

  private void decodeWhole(int part, short[] coefficients, int block) {
    Scan.Part tables = scan.parts().get(part);
    predicted[part] += in.takeSigned(tables.differences().next(in));
    coefficients[block] = (short) predicted[part];
    HuffmanTable others = tables.others();
    for (int k = 1; k <= LAST; k++) {
      int symbol = others.next(in);
      int length = symbol & 0xf;
      if (length == 0 && symbol != 0xf0) {
        return;
      }
      k += symbol >> 4;
      int value = in.takeSigned(length);
      if (length != 0 && k <= LAST) {
        coefficients[block + Zigzag.at(k)] = (short) value;
      }
    }
  }

  private void decodeDifference(int part, short[] coefficients, int block) {
    if (scan.isRefined()) {
      if (in.takeBit()) {
        coefficients[block] |= (short) (1 << scan.low());
      }
      return;
    }
    predicted[part] += in.takeSigned(scan.parts().get(part).differences().next(in));
    coefficients[block] = (short) (predicted[part] << scan.low());
  }

  private void decodeBand(HuffmanTable table, short[] coefficients, int block) {
    if (emptyBlocks > 0) {
      emptyBlocks--;
      return;
    }
    for (int k = scan.first(); k <= scan.last(); k++) {
      int symbol = table.next(in);
      int run = symbol >> 4;
      int length = symbol & 0xf;
      if (length == 0 && run < 15) {
        emptyBlocks = (1 << run) - 1 + (run == 0 ? 0 : in.take(run));
        return;
      }
      k += run;
      int value = in.takeSigned(length);
      if (length != 0 && k <= LAST) {
        coefficients[block + Zigzag.at(k)] = (short) (value << scan.low());
      }
    }
  }

  /** Adds a bit to the coefficients that are not 0, and finds those that were (T.81, G.1.2.3). */
  private void refine(HuffmanTable table, short[] coefficients, int block) {
    int bit = 1 << scan.low();
    int k = scan.first();
    while (emptyBlocks == 0 && k <= scan.last()) {
      int symbol = table.next(in);
      int run = symbol >> 4;
      int value = 0;
      if ((symbol & 0xf) != 0) {
        value = in.takeBit() ? bit : -bit;
      } else if (run < 15) {
        emptyBlocks = (1 << run) + (run == 0 ? 0 : in.take(run));
        break;
      }
      k = refineRun(coefficients, block, k, run, bit);
      if (value != 0 && k <= scan.last()) {
        coefficients[block + Zigzag.at(k)] = (short) value;
      }
      k++;
    }
    if (emptyBlocks > 0) {
      refineRun(coefficients, block, k, Integer.MAX_VALUE, bit);
      emptyBlocks--;
    }
  }

  /** Refines what is not 0 up to behind so many zeros; the place of the next zero. */
  private int refineRun(short[] coefficients, int block, int from, int zeros, int bit) {
    int left = zeros;
    int k = from;
    while (k <= scan.last()) {
      int at = block + Zigzag.at(k);
      int value = coefficients[at];
      if (value == 0) {
        if (left == 0) {
          return k;
        }
        left--;
      } else if (in.takeBit() && (value & bit) == 0) {
        coefficients[at] = (short) (value > 0 ? value + bit : value - bit);
      }
      k++;
    }
    return k;
  }
}
