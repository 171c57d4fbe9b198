package dev.easel.http.media;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that fetched images may take together.
 *
 * <p><b>Threads</b>: any.
 */
final class MediaMemory {
  private final AtomicLong left;

  MediaMemory(long bytes) {
    left = new AtomicLong(bytes);
  }

  /** Takes some; false when there is not so much. */
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void give(long bytes) {
    left.addAndGet(bytes);
  }
}
