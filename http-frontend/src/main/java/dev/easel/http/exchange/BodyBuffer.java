package dev.easel.http.exchange;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gathers a body in one array, which grows with what really arrives, so that a client pays in bytes
 * for the memory it takes.
 */
final class BodyBuffer {

  private static final int FIRST = 8 << 10;
  private static final byte[] NOTHING = new byte[0];

  private final long limit;
  private final long announced;
  private byte[] bytes = NOTHING;
  private int size;

  /** A buffer for {@code announced} bytes, or -1 when the client did not say how many. */
  BodyBuffer(long limit, long announced) {
    this.limit = limit;
    this.announced = announced;
  }

  /** Adds what arrived; false when it is more than the limit, and nothing is added. */
  boolean add(ByteBuf content) {
    int more = content.readableBytes();
    if (size + (long) more > limit) {
      return false;
    }
    grow(size + more);
    content.readBytes(bytes, size, more);
    size += more;
    return true;
  }

  private void grow(int needed) {
    if (needed <= bytes.length) {
      return;
    }
    long doubled = Math.max(FIRST, bytes.length * 2L);
    long most = announced < 0 ? limit : Math.min(limit, announced);
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(doubled, most)));
  }

  /** All that was gathered; the buffer must not be added to afterwards. */
  ByteBuffer body() {
    return ByteBuffer.wrap(bytes, 0, size);
  }
}
