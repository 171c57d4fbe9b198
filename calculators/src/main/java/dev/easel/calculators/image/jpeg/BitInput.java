package dev.easel.calculators.image.jpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bits of a scan (ITU T.81, annexes B and F): 0xff is followed by a stuffed 0, or by the number
 * of a restart. Behind their end there are zeros, as other decoders read them, and it is known how
 * many were read.
 */
final class BitInput {

  private static final int FULL = 64;
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  private final ByteBuffer data;
  private final int limit;
  private int at;

  /** The next bits, from the highest one on; below them are none or those that follow in order. */
  private long bits;

  private int count;
  private int zeros;
  private boolean isEnded;

  BitInput(ByteBuffer scan) {
    data = scan.slice().order(ByteOrder.BIG_ENDIAN);
    limit = data.limit();
  }

  /** Makes sure of 32 bits, for one code and what follows it. */
  void need() {
    if (count < 32) {
      fill();
    }
  }

  /** The next bits, 1 to 16 of those that {@link #need} has made sure of; they stay. */
  int peek(int length) {
    return (int) (bits >>> (FULL - length));
  }

  void skip(int length) {
    bits <<= length;
    count -= length;
  }

  /** The next 1 to 16 bits of those that {@link #need} has made sure of. */
  int take(int length) {
    int taken = (int) (bits >>> (FULL - length));
    bits <<= length;
    count -= length;
    return taken;
  }

  /** A number of so many bits whose first one tells its sign (T.81, F.2.2.1); 0 of none. */
  int takeSigned(int length) {
    if (length == 0) {
      return 0;
    }
    int taken = take(length);
    return taken < 1 << (length - 1) ? taken - (1 << length) + 1 : taken;
  }

  boolean takeBit() {
    if (count == 0) {
      fill();
    }
    boolean isSet = bits < 0;
    bits <<= 1;
    count--;
    return isSet;
  }

  /** Whether bits were read that are not there. */
  boolean isMissing() {
    return zeros > count;
  }

  /**
   * Goes on behind the restart of this number. One that is lost leaves its part without bits; as
   * other decoders do, one from the past is passed over.
   */
  void restart(int number) {
    bits = 0;
    count = 0;
    zeros = 0;
    isEnded = false;
    while (findRestart()) {
      int ahead = (data.get(at + 1) - number) & 7;
      if (ahead == 1 || ahead == 2) {
        break;
      }
      at += 2;
      if (ahead < 6) {
        return;
      }
    }
    isEnded = true;
    zeros = 1; // nothing of this part is there, even if nothing of it is asked for
  }

  private boolean findRestart() {
    while (at + 1 < limit) {
      if (data.get(at) == -1 && data.get(at + 1) != -1 && data.get(at + 1) != 0) {
        return true;
      }
      at++;
    }
    at = limit;
    return false;
  }

  private void fill() {
    if (limit - at >= Long.BYTES) {
      long next = data.getLong(at);
      if (((~next - ONES) & next & TOPS) == 0) { // no byte of it is 0xff
        int bytes = (FULL - count) >> 3;
        bits |= next >>> count;
        count += bytes << 3;
        at += bytes;
        return;
      }
    }
    while (count <= FULL - 8) {
      fillByte();
    }
  }

  private void fillByte() {
    if (isEnded || at >= limit) {
      pad();
      return;
    }
    int next = data.get(at) & 0xff;
    if (next == 0xff) {
      int after = at + 1;
      while (after < limit && data.get(after) == -1) {
        after++;
      }
      if (after == limit || data.get(after) != 0) {
        at = after - 1;
        pad();
        return;
      }
      at = after;
    }
    at++;
    bits |= (long) next << (FULL - 8 - count);
    count += 8;
  }

  private void pad() {
    isEnded = true;
    zeros += FULL - count;
    count = FULL;
  }
}
