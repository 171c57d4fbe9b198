package dev.easel.calculators.http;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Presents a buffer as a stream without copying it. */
public final class BufferInput extends InputStream {

  private final ByteBuffer rest;

  /** A stream of what is left in a buffer. */
  public BufferInput(ByteBuffer rest) {
    this.rest = rest;
  }

  @Override
  public int read() {
    return rest.hasRemaining() ? rest.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] out, int offset, int length) {
    if (!rest.hasRemaining()) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, rest.remaining());
    rest.get(out, offset, count);
    return count;
  }
}
