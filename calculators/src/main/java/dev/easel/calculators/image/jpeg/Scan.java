package dev.easel.calculators.image.jpeg;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scan holds (ITU T.81, B.2.3 and G.1): some components, and of them the coefficients {@code
 * first} to {@code last}, either from their highest bit down to bit {@code low}, or that bit alone.
 *
 * @param parts its components with their tables
 * @param first the first coefficient, in zigzag order
 * @param last the last coefficient
 * @param isRefined whether it adds one bit to what earlier scans held
 * @param low the lowest bit that it holds
 * @param restart the MCUs between two restarts; 0 without any
 * @param data its bits
 */
record Scan(
    List<Part> parts,
    int first,
    int last,
    boolean isRefined,
    int low,
    int restart,
    ByteBuffer data) {

  private static final int MOST_LOW = 13;
  private static final int MOST_BLOCKS = 10;
  private static final int COEFFICIENTS = 64;

  /** A component, and the tables of its differences and of its other coefficients. */
  record Part(Component component, HuffmanTable differences, HuffmanTable others) {}

  /** Reads a scan of a frame. */
  static Scan read(Frame frame, CodingTables tables, ByteBuffer content, ByteBuffer data)
      throws ImageFormatException {
    int count = content.remaining() < 1 ? 0 : content.get(0);
    if (count < 1 || count > frame.components().size() || content.remaining() < 4 + 2 * count) {
      throw damaged();
    }
    int first = frame.isProgressive() ? content.get(1 + 2 * count) & 0xff : 0;
    int last = frame.isProgressive() ? content.get(2 + 2 * count) & 0xff : COEFFICIENTS - 1;
    int bits = frame.isProgressive() ? content.get(3 + 2 * count) & 0xff : 0;
    check(frame, count, first, last, bits);
    boolean isRefined = bits >> 4 != 0;
    List<Part> parts = new ArrayList<>();
    int blocks = 0;
    for (int i = 0; i < count; i++) {
      Component component = component(frame, content.get(1 + 2 * i) & 0xff, parts);
      int numbers = content.get(2 + 2 * i) & 0xff;
      parts.add(
          new Part(
              component,
              first == 0 && !isRefined ? tables.differences(numbers >> 4) : CodingTables.NONE,
              last > 0 ? tables.others(numbers & 0xf) : CodingTables.NONE));
      blocks += component.across() * component.down();
    }
    if (count > 1 && blocks > MOST_BLOCKS) {
      throw damaged();
    }
    return new Scan(List.copyOf(parts), first, last, isRefined, bits & 0xf, tables.restart(), data);
  }

  private static void check(Frame frame, int count, int first, int last, int bits)
      throws ImageFormatException {
    if (!frame.isProgressive()) {
      return;
    }
    int high = bits >> 4;
    int low = bits & 0xf;
    boolean isBand = first == 0 ? last == 0 : first <= last && last < COEFFICIENTS && count == 1;
    if (!isBand || low > MOST_LOW || (high != 0 && high - 1 != low)) {
      throw damaged();
    }
  }

  private static Component component(Frame frame, int id, List<Part> before)
      throws ImageFormatException {
    for (Component component : frame.components()) {
      if (component.id() == id && before.stream().noneMatch(it -> it.component().id() == id)) {
        return component;
      }
    }
    throw damaged();
  }

  /** How many coefficients it goes over; what it costs is in proportion to that. */
  long coefficients() {
    long blocks = 0;
    for (Part part : parts) {
      blocks += part.component().blocks();
    }
    return blocks * (last - first + 1);
  }

  private static ImageFormatException damaged() {
    return new ImageFormatException("the JPEG file is damaged: a scan does not fit its frame");
  }
}
