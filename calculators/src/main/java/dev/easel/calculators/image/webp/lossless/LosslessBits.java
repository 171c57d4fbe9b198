package dev.easel.calculators.image.webp.lossless;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bits of a lossless image, from the lowest one of each byte on; zeros behind their end. */
final class LosslessBits {

  private final ByteBuffer data;
  private long bits;
  private int count;
  private int zeros;

  LosslessBits(ByteBuffer data) {
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes sure of 32 bits. */
  void need() {
    while (count < 32) {
      if (data.remaining() >= 4) {
        bits |= (data.getInt() & 0xffffffffL) << count;
        count += 32;
      } else {
        if (data.hasRemaining()) {
          bits |= (data.get() & 0xffL) << count;
        } else {
          zeros += 8;
        }
        count += 8;
      }
    }
  }

  /** All bits that {@link #need} has made sure of, and perhaps more. */
  int peek() {
    return (int) bits;
  }

  void skip(int length) {
    bits >>>= length;
    count -= length;
  }

  /** The next 0 to 24 bits. */
  int read(int length) {
    need();
    int value = (int) bits & ((1 << length) - 1);
    skip(length);
    return value;
  }

  boolean readBit() {
    return read(1) == 1;
  }

  /** Says so when bits were read that are not there. */
  void check() throws ImageFormatException {
    if (zeros > count) {
      throw damaged();
    }
  }

  static ImageFormatException damaged() {
    return new ImageFormatException("the WebP file is damaged: it cannot be decoded");
  }
}
