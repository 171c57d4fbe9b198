package dev.easel.picture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Lends direct buffers for results and takes them back.
 *
 * <p>Memory that the garbage collector owns cannot be read after it was freed, but allocating it is
 * slow and it goes back late: so what a caller closes is lent again.
 *
 * <p><b>Threads</b>: any.
 */
public final class PixelMemory {
  private static final int KEPT = 8;

  private final Deque<ByteBuffer> free = new ArrayDeque<>();

  /** Nothing to lend yet. */
  public PixelMemory() {}

  /** Lends a buffer of exactly this size; what it holds is left from its last use. */
  public ByteBuffer take(int bytes) {
    synchronized (free) {
      for (Iterator<ByteBuffer> each = free.iterator(); each.hasNext(); ) {
        ByteBuffer buffer = each.next();
        if (buffer.capacity() == bytes) {
          each.remove();
          return buffer;
        }
      }
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  /** Takes a buffer back, which whoever had it must not use any more. */
  public void giveBack(ByteBuffer buffer) {
    synchronized (free) {
      free.addFirst(buffer);
      if (free.size() > KEPT) {
        free.removeLast();
      }
    }
  }
}
