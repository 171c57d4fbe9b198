package dev.easel;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has opened; closed after it, the last first. */
public final class Opened {

  private final Deque<AutoCloseable> newestFirst = new ArrayDeque<>();

  /** Keeps what is to be closed. */
  public void add(AutoCloseable resource) {
    newestFirst.push(resource);
  }

  /** Closes it; called by JUnit where a field says {@code @AutoClose}. */
  public void close() throws Exception {
    while (!newestFirst.isEmpty()) {
      newestFirst.pop().close();
    }
  }
}
