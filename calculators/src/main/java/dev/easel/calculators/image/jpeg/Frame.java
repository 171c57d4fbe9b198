package dev.easel.calculators.image.jpeg;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture's size and components (ITU T.81, B.2.2).
 *
 * @param isProgressive whether a scan holds some bits of some coefficients only
 * @param width in pixels
 * @param height in pixels
 * @param across the most blocks of a component in a row of an MCU
 * @param down the most blocks of a component in a column of an MCU
 * @param mcusAcross the MCUs in a row
 * @param mcusDown the rows of MCUs
 * @param components one, three or four
 */
record Frame(
    boolean isProgressive,
    int width,
    int height,
    int across,
    int down,
    int mcusAcross,
    int mcusDown,
    List<Component> components) {

  static final int BLOCK = 8;

  private static final int PROGRESSIVE = 0xc2;
  private static final int HEAD_BYTES = 6;
  private static final int MOST_FACTOR = 4;
  private static final int TABLES = 4;

  /** Reads a frame whose length and number of components were checked. */
  static Frame read(int marker, ByteBuffer content) throws ImageFormatException {
    int height = content.getShort(1) & 0xffff;
    int width = content.getShort(3) & 0xffff;
    int count = content.get(5) & 0xff;
    int across = 1;
    int down = 1;
    for (int i = 0; i < count; i++) {
      int factors = content.get(HEAD_BYTES + 3 * i + 1) & 0xff;
      across = Math.max(across, factors >> 4);
      down = Math.max(down, factors & 0xf);
    }
    int mcusAcross = ceil(width, BLOCK * across);
    int mcusDown = ceil(height, BLOCK * down);
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = content.get(HEAD_BYTES + 3 * i) & 0xff;
      int factors = content.get(HEAD_BYTES + 3 * i + 1) & 0xff;
      int table = content.get(HEAD_BYTES + 3 * i + 2) & 0xff;
      int h = factors >> 4;
      int v = factors & 0xf;
      if (h == 0 || v == 0 || h > MOST_FACTOR || v > MOST_FACTOR || table >= TABLES) {
        throw new ImageFormatException(
            "the JPEG file is damaged: a component of its frame is none");
      }
      int columns = ceil(width * h, across);
      int rows = ceil(height * v, down);
      components.add(
          new Component(
              i,
              id,
              h,
              v,
              table,
              columns,
              rows,
              ceil(columns, BLOCK),
              ceil(rows, BLOCK),
              mcusAcross * h));
    }
    return new Frame(
        marker == PROGRESSIVE,
        width,
        height,
        across,
        down,
        mcusAcross,
        mcusDown,
        List.copyOf(components));
  }

  private static int ceil(int value, int unit) {
    return (value + unit - 1) / unit;
  }

  /** All blocks of all components. */
  long blocks() {
    return components.stream().mapToLong(Component::blocks).sum();
  }
}
