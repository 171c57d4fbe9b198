package dev.easel.http.body;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gathers a body in one array, which grows with what really arrives, so that a client pays in bytes
 * for the memory it takes.
 *
 * <p><b>Threads</b>: one thread adds; any thread may close it afterwards.
 *
 * <p><b>Ownership</b>: whoever made it closes it when nobody reads the body any more.
 */
public final class BodyBuffer implements AutoCloseable {

  private static final int FIRST = 8 << 10;

  /** A client gets at most so many times the memory that it has sent. */
  private static final int ADVANCE = 8;

  private static final byte[] NOTHING = new byte[0];

  private final long limit;
  private final long announced;
  private final BodyBudget budget;
  private final AtomicLong held = new AtomicLong();
  private byte[] bytes = NOTHING;
  private int size;

  /** What became of bytes that arrived. */
  public enum Added {
    /** They are in. */
    YES,
    /** The body is larger than any may be. */
    TOO_LARGE,
    /** All bodies together are larger than they may be, for the moment. */
    NO_ROOM
  }

  /** A buffer for {@code announced} bytes, or -1 when the client did not say how many. */
  public BodyBuffer(long limit, long announced, BodyBudget budget) {
    this.limit = limit;
    this.announced = announced;
    this.budget = budget;
  }

  /** Adds what arrived, all or nothing. */
  public Added add(ByteBuf content) {
    int more = content.readableBytes();
    if (size + (long) more > limit) {
      return Added.TOO_LARGE;
    }
    if (!grow(size + more)) {
      return Added.NO_ROOM;
    }
    content.readBytes(bytes, size, more);
    size += more;
    return Added.YES;
  }

  /** While the bytes move, both arrays count. */
  private boolean grow(int needed) {
    if (needed <= bytes.length) {
      return true;
    }
    long doubled = Math.max(FIRST, bytes.length * 2L);
    long most = announced < 0 ? limit : Math.min(limit, announced);
    // Once an eighth is there, the rest is believed: every further growth copies all of it.
    boolean isBelieved = announced > 0 && needed >= announced / ADVANCE;
    long wanted = Math.max(needed, isBelieved ? most : Math.min(doubled, most));
    if (!budget.take(wanted)) {
      return false;
    }
    held.addAndGet(wanted);
    long before = bytes.length;
    bytes = Arrays.copyOf(bytes, (int) wanted);
    held.addAndGet(-before);
    budget.give(before);
    return true;
  }

  /** All that was gathered; the buffer must not be added to afterwards. */
  public ByteBuffer body() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  /** Gives its memory back to the budget; to be called when nobody reads the body any more. */
  @Override
  public void close() {
    budget.give(held.getAndSet(0));
  }
}
