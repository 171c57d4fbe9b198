package dev.easel.calculators.image.webp.lossy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads bits that were coded by how likely they are (RFC 6386, 7). Behind the end are zeros. */
final class BoolDecoder {

  private static final int EVEN = 128;
  private static final int MOST_BITS = 56;

  private final ByteBuffer data;
  private long value;

  /** One less than the range. */
  private int range = 254;

  /** How many bits of the value are still behind the eight that are looked at. */
  private int bits = -8;

  private boolean isMissing;

  BoolDecoder(ByteBuffer data) {
    this.data = data.slice().order(ByteOrder.BIG_ENDIAN);
  }

  /** The next bit, which is 0 in so many of 256 cases. */
  boolean bit(int probability) {
    if (bits < 0) {
      load();
    }
    int split = (range * probability) >> 8;
    int seen = (int) (value >>> bits);
    boolean isSet = seen > split;
    int next;
    if (isSet) {
      value -= (long) (split + 1) << bits;
      next = range - split;
    } else {
      next = split + 1;
    }
    int shift = Integer.numberOfLeadingZeros(next) - 24;
    range = (next << shift) - 1;
    bits -= shift;
    return isSet;
  }

  private void load() {
    if (data.remaining() >= Long.BYTES) {
      long next = data.getLong(data.position()) >>> (Long.SIZE - MOST_BITS);
      data.position(data.position() + MOST_BITS / 8);
      value = value << MOST_BITS | next;
      bits += MOST_BITS;
    } else {
      isMissing |= !data.hasRemaining();
      value = value << 8 | (data.hasRemaining() ? data.get() & 0xff : 0);
      bits += 8;
    }
  }

  boolean flag() {
    return bit(EVEN);
  }

  /** The next bits, from the highest one on. */
  int number(int length) {
    int number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 1 | (flag() ? 1 : 0);
    }
    return number;
  }

  /** A number with a sign; 0 if it is not there. */
  int optional(int length) {
    if (!flag()) {
      return 0;
    }
    int number = number(length);
    return flag() ? -number : number;
  }

  /** Whether bits were read that are not there. */
  boolean isMissing() {
    return isMissing;
  }
}
