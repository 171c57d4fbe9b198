package dev.easel.http.server;

import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The open connections of a server.
 *
 * <p><b>Threads</b>: any thread may call any method.
 */
final class Connections {

  private final Set<Connection> open = new HashSet<>();
  private boolean isRetired;

  synchronized void add(Connection connection) {
    open.add(connection);
    if (isRetired) {
      connection.retire();
    }
  }

  synchronized void remove(Connection connection) {
    open.remove(connection);
    if (open.isEmpty()) {
      notifyAll();
    }
  }

  /** Lets every connection end with what it is doing. */
  synchronized void retire() {
    isRetired = true;
    open.forEach(Connection::retire);
  }

  synchronized void cancel(StatusException reason) {
    open.forEach(connection -> connection.cancel(reason));
  }

  synchronized int size() {
    return open.size();
  }

  /** Waits until no connection is open; false when some still are after {@code time}. */
  synchronized boolean isEmptyWithin(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); !open.isEmpty(); left = end - System.nanoTime()) {
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
