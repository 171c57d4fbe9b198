package dev.easel.calculators.image.plain;

import java.nio.ByteBuffer;

/** The codes in a GIF image's blocks: from 3 to 12 bits, the lowest first. */
final class GifCodes {

  private final ByteBuffer in;
  private final Runnable check;
  private int blockLeft;
  private int bits;
  private int available;

  /**
   * Codes in the blocks that begin at the buffer's position.
   *
   * @param check called before each block; what it throws ends the reading
   */
  GifCodes(ByteBuffer blocks, Runnable check) {
    in = blocks.duplicate();
    this.check = check;
  }

  /** The next code; -1 when there is none. */
  int next(int size) {
    while (available < size) {
      int next = nextByte();
      if (next < 0) {
        return -1;
      }
      bits |= next << available;
      available += 8;
    }
    int code = bits & ((1 << size) - 1);
    bits >>>= size;
    available -= size;
    return code;
  }

  private int nextByte() {
    if (blockLeft == 0) {
      check.run();
      blockLeft = in.hasRemaining() ? in.get() & 0xff : 0;
      if (blockLeft == 0) {
        in.position(in.limit());
        return -1;
      }
    }
    blockLeft--;
    return in.hasRemaining() ? in.get() & 0xff : -1;
  }
}
