package dev.easel.calculators.image.jpeg;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The codes of a Huffman table (ITU T.81, annexes C and F), none of more than 16 bits. */
final class HuffmanTable {

  private static final int LONGEST = 16;

  /** Codes of so many bits are found at once. */
  private static final int SHORT = 9;

  private final int[] found = new int[1 << SHORT];
  private final int[] ends = new int[LONGEST + 1];
  private final int[] offsets = new int[LONGEST + 1];
  private final byte[] symbols;

  private HuffmanTable(byte[] symbols) {
    this.symbols = symbols;
  }

  /** A table without a code. */
  static HuffmanTable empty() {
    return new HuffmanTable(new byte[0]);
  }

  /** Reads a table, and steps over it. */
  static HuffmanTable read(ByteBuffer in) throws ImageFormatException {
    if (in.remaining() < LONGEST) {
      throw damaged();
    }
    int[] counts = new int[LONGEST + 1];
    int all = 0;
    for (int length = 1; length <= LONGEST; length++) {
      counts[length] = in.get() & 0xff;
      all += counts[length];
    }
    if (all > 256 || in.remaining() < all) {
      throw damaged();
    }
    byte[] symbols = new byte[all];
    in.get(symbols);
    HuffmanTable table = new HuffmanTable(symbols);
    table.order(counts);
    return table;
  }

  private void order(int[] counts) throws ImageFormatException {
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      offsets[length] = index - code;
      for (int i = 0; i < counts[length]; i++, code++, index++) {
        if (code >= 1 << length) {
          throw damaged();
        }
        if (length <= SHORT) {
          int from = code << (SHORT - length);
          int entry = length << 8 | (symbols[index] & 0xff);
          Arrays.fill(found, from, from + (1 << (SHORT - length)), entry);
        }
      }
      ends[length] = code;
      code <<= 1;
    }
  }

  /** Whether every symbol is the number of bits that a difference may have. */
  boolean isOfDifferences() {
    for (byte symbol : symbols) {
      if (symbol < 0 || symbol > 15) {
        return false;
      }
    }
    return true;
  }

  /** The next symbol; 0 for a code that is none, as other decoders take it. */
  int next(BitInput in) {
    in.need();
    int entry = found[in.peek(SHORT)];
    if (entry != 0) {
      in.skip(entry >> 8);
      return entry & 0xff;
    }
    return nextLong(in);
  }

  private int nextLong(BitInput in) {
    int sixteen = in.peek(LONGEST);
    for (int length = SHORT + 1; length <= LONGEST; length++) {
      int code = sixteen >> (LONGEST - length);
      if (code < ends[length]) {
        in.skip(length);
        return symbols[code + offsets[length]] & 0xff;
      }
    }
    in.skip(LONGEST);
    return 0;
  }

  private static ImageFormatException damaged() {
    return new ImageFormatException("the JPEG file is damaged: a Huffman table is none");
  }
}
