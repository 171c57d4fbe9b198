package dev.easel.calculators.image.plain;

import dev.easel.calculators.image.header.BmpHeader;
import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The rows of a bitmap whose runs of pixels are packed, one after another from below. */
final class PackedRows {

  private static final int END_OF_ROW = 0;
  private static final int END = 1;
  private static final int JUMP = 2;

  private final BmpHeader header;
  private final ByteBuffer in;
  private final byte[] row;
  private int x;
  private int jumps;
  private int column;
  private boolean isOver;

  PackedRows(BmpHeader header) {
    this.header = header;
    this.in = header.data().duplicate();
    this.row = new byte[header.isPacked() ? header.width() : 0];
  }

  /** Looks through all rows, so that what is damaged is found before memory is taken for pixels. */
  void skipAll() throws ImageFormatException {
    for (int y = 0; y < header.height() && !isOver; y++) {
      next();
    }
  }

  /** The next row's colours; the array is the same each time. What is skipped is colour 0. */
  byte[] next() throws ImageFormatException {
    Arrays.fill(row, (byte) 0);
    jumps = Math.max(0, jumps - 1);
    if (jumps > 0) {
      return row;
    }
    x = column;
    column = 0;
    while (!isOver) {
      int count = nextByte();
      int value = nextByte();
      if (count > 0) {
        run(count, value);
      } else if (value > JUMP) {
        absolute(value);
      } else if (end(value)) {
        return row;
      }
    }
    return row;
  }

  /** Whether the row is over. */
  private boolean end(int kind) throws ImageFormatException {
    if (kind == END) {
      isOver = true;
    } else if (kind == JUMP) {
      int right = nextByte();
      int up = nextByte();
      if (x + right > header.width()) {
        throw damaged();
      }
      if (up == 0) {
        x += right;
        return false;
      }
      column = x + right;
      jumps = up;
    }
    return kind == END_OF_ROW || kind == END || jumps > 0;
  }

  private void run(int count, int value) throws ImageFormatException {
    for (int i = 0; i < count; i++) {
      put(header.bits() == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
    }
  }

  private void absolute(int count) throws ImageFormatException {
    int bytes = header.bits() == 8 ? count : (count + 1) / 2;
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (header.bits() == 8 || i % 2 == 0) {
        value = nextByte();
      }
      put(header.bits() == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
    }
    if (bytes % 2 != 0) {
      nextByte(); // rows of bytes end at even places
    }
  }

  private void put(int color) throws ImageFormatException {
    if (x >= row.length) {
      throw damaged();
    }
    row[x++] = (byte) color;
  }

  private int nextByte() throws ImageFormatException {
    if (!in.hasRemaining()) {
      throw new ImageFormatException("the BMP file is cut off");
    }
    return in.get() & 0xff;
  }

  private static ImageFormatException damaged() {
    return new ImageFormatException("the BMP file is damaged: a row is longer than the picture");
  }
}
