package dev.easel.calculators.image.webp.lossless;

import dev.easel.calculators.image.header.ImageFormatException;

/**
 * Reads the pixels of an image as they were coded: one by one, as copies of earlier ones, or from a
 * cache (RFC 9649, 3.6). What copies may reach is kept, and nothing else.
 */
final class PixelReader {

  /** No distance is larger. */
  private static final int WINDOW = 1 << 20;

  private static final int MOST_CACHE_BITS = 11;
  private static final int HASH = 0x1e35a7bd;
  private static final int NEAR = 120;

  /** Encoders write fewer; each takes some KiB. */
  private static final int MOST_GROUPS = 2600;

  /** Row and column of the pixels whose distances have the smallest numbers (RFC 9649, 3.6.2). */
  private static final byte[] NEARBY = {
    0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a,
    0x38, 0x05, 0x37, 0x39, 0x15, 0x1b, 0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04,
    0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45,
    0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d,
    0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e,
    0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e,
    0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f, 0x64, 0x6c, 0x42, 0x4e,
    0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e,
    0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d,
    0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70
  };

  private final LosslessBits in;
  private final int width;
  private final long total;
  private final int cacheBits;
  private final int[] cache;
  private final PrefixGroup[] groups;
  private final int[] groupOf;
  private final int groupBits;
  private final int groupsAcross;
  private final int[] window;
  private final int mask;
  private long at;
  private long copied;
  private int distance;

  /**
   * Reads what stands before the pixels.
   *
   * @param isMain whether parts of the image may have codes of their own
   * @param check called before each row of what is read now; what it throws ends that
   */
  PixelReader(LosslessBits in, int width, int height, boolean isMain, Runnable check)
      throws ImageFormatException {
    this.in = in;
    this.width = width;
    total = (long) width * height;
    cacheBits = in.readBit() ? in.read(4) : 0;
    if (cacheBits > MOST_CACHE_BITS) {
      throw LosslessBits.damaged();
    }
    cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
    if (isMain && in.readBit()) {
      groupBits = 2 + in.read(3);
      groupsAcross = tiles(width, groupBits);
      groupOf = read(in, groupsAcross, tiles(height, groupBits), check);
      groups = ofParts(check);
    } else {
      groupBits = 0;
      groupsAcross = 0;
      groupOf = new int[0];
      groups = new PrefixGroup[] {PrefixGroup.read(in, cache.length)};
    }
    int kept = (int) Math.min(WINDOW, total);
    window = new int[Integer.highestOneBit(Math.max(1, kept - 1)) << 1];
    mask = window.length - 1;
  }

  /** Keeps the groups that some part uses, which are told apart by 16 bits. */
  private PrefixGroup[] ofParts(Runnable check) throws ImageFormatException {
    int most = 0;
    boolean[] isUsed = new boolean[1 << 16];
    for (int i = 0; i < groupOf.length; i++) {
      groupOf[i] = groupOf[i] >> 8 & 0xffff;
      most = Math.max(most, groupOf[i]);
      isUsed[groupOf[i]] = true;
    }
    int[] places = new int[most + 1];
    int used = 0;
    for (int i = 0; i <= most; i++) {
      places[i] = used;
      used += isUsed[i] ? 1 : 0;
    }
    if (used > MOST_GROUPS) {
      throw LosslessBits.damaged();
    }
    PrefixGroup[] kept = new PrefixGroup[used];
    for (int i = 0; i <= most; i++) {
      check.run();
      PrefixGroup group = PrefixGroup.read(in, cache.length);
      if (isUsed[i]) {
        kept[places[i]] = group;
      }
    }
    for (int i = 0; i < groupOf.length; i++) {
      groupOf[i] = places[groupOf[i]];
    }
    return kept;
  }

  /** Reads a whole image that belongs to another one. */
  static int[] read(LosslessBits in, int width, int height, Runnable check)
      throws ImageFormatException {
    PixelReader reader = new PixelReader(in, width, height, false, check);
    int[] pixels = new int[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      check.run();
      reader.readRow(y, row);
      System.arraycopy(row, 0, pixels, y * width, width);
    }
    return pixels;
  }

  /** How many squares of so many bits a side there are. */
  static int tiles(int side, int bits) {
    return (side + (1 << bits) - 1) >> bits;
  }

  /** Reads the next row. */
  void readRow(int y, int[] row) throws ImageFormatException {
    for (int x = 0; x < width; x++) {
      int pixel = copied > 0 ? copy() : next(group(x, y));
      window[(int) at & mask] = pixel;
      if (cacheBits > 0) {
        cache[(pixel * HASH) >>> (Integer.SIZE - cacheBits)] = pixel;
      }
      row[x] = pixel;
      at++;
    }
    in.check();
  }

  private PrefixGroup group(int x, int y) {
    if (groupBits == 0) {
      return groups[0];
    }
    return groups[groupOf[(y >> groupBits) * groupsAcross + (x >> groupBits)]];
  }

  private int copy() {
    copied--;
    return window[(int) (at - distance) & mask];
  }

  private int next(PrefixGroup group) throws ImageFormatException {
    int symbol = group.green().next(in);
    if (symbol < PrefixGroup.VALUES) {
      int red = group.red().next(in);
      int blue = group.blue().next(in);
      return group.alpha().next(in) << 24 | red << 16 | symbol << 8 | blue;
    }
    if (symbol >= PrefixGroup.VALUES + PrefixGroup.LENGTHS) {
      return cache[symbol - PrefixGroup.VALUES - PrefixGroup.LENGTHS];
    }
    copied = number(symbol - PrefixGroup.VALUES);
    distance = distance(number(group.distance().next(in)));
    if (distance > at || copied > total - at) {
      throw LosslessBits.damaged();
    }
    return copy();
  }

  /** A length or a distance: its first bits are the symbol. */
  private int number(int symbol) {
    if (symbol < 4) {
      return symbol + 1;
    }
    int more = (symbol - 2) >> 1;
    return ((2 + (symbol & 1)) << more) + in.read(more) + 1;
  }

  private int distance(int number) {
    if (number > NEAR) {
      return number - NEAR;
    }
    int place = NEARBY[number - 1];
    return Math.max(1, (place >> 4) * width + 8 - (place & 0xf));
  }
}
