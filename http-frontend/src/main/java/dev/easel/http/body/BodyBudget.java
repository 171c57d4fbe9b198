package dev.easel.http.body;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all bodies of a server may take together.
 *
 * <p><b>Threads</b>: any thread may call any method.
 */
public final class BodyBudget {

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /** A budget of so many bytes. */
  public BodyBudget(long limit) {
    this.limit = limit;
  }

  /** Takes {@code bytes}, which are given back; false when there are not as many. */
  boolean take(long bytes) {
    if (held.addAndGet(bytes) <= limit) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }
}
