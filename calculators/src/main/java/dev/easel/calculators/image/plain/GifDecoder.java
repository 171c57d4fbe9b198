package dev.easel.calculators.image.plain;

import dev.easel.calculators.image.header.GifHeader;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import java.nio.ByteBuffer;

/**
 * Decodes the first image of a GIF file. The work is that of its pixels, whatever its codes are.
 *
 * <p><b>Threads</b>: immutable; any thread may decode at any time.
 *
 * <p><b>Failure</b>: {@link ImageFormatException} when the file is damaged.
 */
public final class GifDecoder implements PixelSource {

  private static final int MOST_CODES = 1 << 12;
  private static final int[] FIRST_ROWS = {0, 4, 2, 1};
  private static final int[] ROW_STEPS = {8, 8, 4, 2};

  private final GifHeader header;
  private final ByteBuffer blocks;
  private final int rootSize;
  private final Runnable check;

  /**
   * Checks that the codes make as many pixels as the header says; makes none.
   *
   * @param check called before each row and each block of codes; what it throws ends the decoding
   */
  public GifDecoder(ByteBuffer file, Runnable check) throws ImageFormatException {
    this.check = check;
    header = GifHeader.read(file);
    ByteBuffer data = file.slice();
    data.position(header.data());
    rootSize = data.get() & 0xff;
    blocks = data.slice();
    if (rootSize < 1 || rootSize > 8) {
      throw damaged("its codes have " + rootSize + " bits");
    }
    verify();
  }

  /** How many pixels each code stands for is known without making them. */
  private void verify() throws ImageFormatException {
    long missing = (long) header.imageWidth() * header.imageHeight();
    int[] lengths = new int[MOST_CODES];
    Table table = new Table(new GifCodes(blocks, check));
    while (missing > 0) {
      int code = table.next();
      lengths[code] = table.isRoot(code) ? 1 : lengths[table.prefix(code)] + 1;
      missing -= lengths[code];
    }
  }

  @Override
  public void decode(PixelSink sink) throws ImageFormatException {
    Table table = new Table(new GifCodes(blocks, check));
    byte[] string = new byte[MOST_CODES];
    Rows rows = new Rows(sink);
    while (!rows.isFull()) {
      int length = 0;
      int code = table.next();
      while (!table.isRoot(code)) {
        string[length++] = table.suffix(code);
        code = table.prefix(code);
      }
      rows.put(code);
      while (length > 0) {
        rows.put(string[--length] & 0xff);
      }
    }
  }

  private static ImageFormatException damaged(String why) {
    return new ImageFormatException("the GIF file is damaged: " + why);
  }

  /** The strings that codes stand for (LZW). A code is returned when its string is known. */
  private final class Table {
    private final GifCodes codes;
    private final short[] prefixes = new short[MOST_CODES];
    private final byte[] suffixes = new byte[MOST_CODES];

    /** The first colour of each string. */
    private final byte[] firsts = new byte[MOST_CODES];

    private final int clear = 1 << rootSize;
    private int size;
    private int count;
    private int last;

    Table(GifCodes codes) {
      this.codes = codes;
      for (int i = 0; i < clear; i++) {
        firsts[i] = (byte) i;
        suffixes[i] = (byte) i;
      }
      restart();
    }

    private void restart() {
      size = rootSize + 1;
      count = clear + 2;
      last = -1;
    }

    boolean isRoot(int code) {
      return code < clear;
    }

    int prefix(int code) {
      return prefixes[code];
    }

    byte suffix(int code) {
      return suffixes[code];
    }

    int next() throws ImageFormatException {
      int code = codes.next(size);
      while (code == clear) {
        restart();
        code = codes.next(size);
      }
      if (code < 0 || code == clear + 1) {
        throw damaged("pixels are missing");
      }
      // The one code that may come before its string is complete ends with its own beginning.
      boolean isNew = code == count && last >= 0 && count < MOST_CODES;
      if (!isRoot(code) && code >= count && !isNew) {
        throw damaged("a code stands for nothing");
      }
      if (last >= 0 && count < MOST_CODES) {
        prefixes[count] = (short) last;
        firsts[count] = firsts[last];
        suffixes[count] = isNew ? firsts[last] : firsts[code];
        count++;
        if (count == 1 << size && size < 12) {
          size++;
        }
      }
      last = code;
      return code;
    }
  }

  /** Gathers pixels to rows, which come in the order of their passes. */
  private final class Rows {
    private final PixelSink sink;
    private final int width = header.imageWidth();
    private final byte[] rgba = new byte[width * 4];
    private int column;
    private int row;
    private int pass;
    private int done;

    Rows(PixelSink sink) {
      this.sink = sink;
    }

    boolean isFull() {
      return done == header.imageHeight();
    }

    void put(int color) {
      if (isFull()) {
        return; // a last string may reach beyond
      }
      ByteBuffer palette = header.palette();
      boolean isKnown =
          3 * color + 2 < palette.limit(); // what is not is black, as browsers have it
      for (int i = 0; i < 3; i++) {
        rgba[4 * column + i] = isKnown ? palette.get(3 * color + i) : 0;
      }
      rgba[4 * column + 3] = (byte) (color == header.clear() ? 0 : 255);
      column++;
      if (column == width) {
        check.run(); // a row may come of a few codes
        sink.accept(header.left(), 1, header.top() + row, rgba, width);
        column = 0;
        done++;
        step();
      }
    }

    private void step() {
      if (!header.isInterlaced()) {
        row++;
        return;
      }
      row += ROW_STEPS[pass];
      while (row >= header.imageHeight() && pass < 3) {
        pass++;
        row = FIRST_ROWS[pass];
      }
    }
  }
}
