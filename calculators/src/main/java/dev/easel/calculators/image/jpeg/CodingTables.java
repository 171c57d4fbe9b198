package dev.easel.calculators.image.jpeg;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that a file has named so far; each scan takes those that hold where it begins. */
final class CodingTables {

  /** Stands for a table that a scan does not use: it has no code. */
  static final HuffmanTable NONE = HuffmanTable.empty();

  private static final int NUMBERS = 4;
  private static final int COEFFICIENTS = 64;

  private final Map<Integer, HuffmanTable> codes = new HashMap<>();
  private final Map<Integer, int[]> steps = new HashMap<>();
  private int restart;

  /** Reads Huffman tables. */
  void readCodes(ByteBuffer content) throws ImageFormatException {
    ByteBuffer in = content.duplicate();
    while (in.hasRemaining()) {
      int name = in.get() & 0xff;
      if (name > 0x1f || (name & 0xf) >= NUMBERS) {
        throw damaged();
      }
      codes.put(name, HuffmanTable.read(in));
    }
  }

  /** Reads quantization tables. */
  void readSteps(ByteBuffer content) throws ImageFormatException {
    ByteBuffer in = content.duplicate();
    while (in.hasRemaining()) {
      int name = in.get() & 0xff;
      boolean isWide = name >> 4 == 1;
      if (name > 0x1f || (name & 0xf) >= NUMBERS || in.remaining() < (isWide ? 128 : 64)) {
        throw damaged();
      }
      int[] table = new int[COEFFICIENTS];
      for (int i = 0; i < COEFFICIENTS; i++) {
        table[Zigzag.at(i)] = isWide ? in.getShort() & 0xffff : in.get() & 0xff;
      }
      steps.put(name & 0xf, table);
    }
  }

  void readRestart(ByteBuffer content) throws ImageFormatException {
    if (content.remaining() != 2) {
      throw damaged();
    }
    restart = content.getShort(0) & 0xffff;
  }

  HuffmanTable differences(int number) throws ImageFormatException {
    HuffmanTable table = codes(number);
    if (!table.isOfDifferences()) {
      throw damaged();
    }
    return table;
  }

  HuffmanTable others(int number) throws ImageFormatException {
    return codes(0x10 | number);
  }

  private HuffmanTable codes(int name) throws ImageFormatException {
    @Nullable HuffmanTable table = codes.get(name);
    if (table == null) {
      throw missing();
    }
    return table;
  }

  /** The steps of a quantization table, in rows. */
  int[] steps(int number) throws ImageFormatException {
    int @Nullable [] table = steps.get(number);
    if (table == null) {
      throw missing();
    }
    return table;
  }

  int restart() {
    return restart;
  }

  private static ImageFormatException damaged() {
    return new ImageFormatException("the JPEG file is damaged: a table in it is none");
  }

  private static ImageFormatException missing() {
    return new ImageFormatException("the JPEG file is damaged: a table is missing");
  }
}
