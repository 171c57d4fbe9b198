package dev.easel.http.server;

import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The open connections of a server.
 *
 * <p><b>Threads</b>: any thread may call any method.
 */
final class Connections {

  private final Set<Connection> open = new HashSet<>();
  private int exchanges;
  private boolean isRetired;

  synchronized void add(Connection connection) {
    open.add(connection);
    if (isRetired) {
      connection.retire();
    }
  }

  synchronized void remove(Connection connection) {
    open.remove(connection);
    notifyAll();
  }

  /** An exchange begins on one of them; {@link #exchangeEnded} follows. */
  synchronized void exchangeBegins() {
    exchanges++;
  }

  synchronized void exchangeEnded() {
    exchanges--;
    if (exchanges == 0) {
      notifyAll();
    }
  }

  /** Lets every connection, also those to come, end with its next answer. */
  synchronized void retire() {
    isRetired = true;
    open.forEach(Connection::retire);
  }

  /** Ends the runs that wait for their turn. */
  synchronized void stopWaiting(StatusException reason) {
    open.forEach(connection -> connection.stopWaiting(reason));
  }

  /** Closes every connection as soon as nothing is being answered on it. */
  synchronized void close() {
    open.forEach(Connection::close);
  }

  synchronized void cancel(StatusException reason) {
    open.forEach(connection -> connection.cancel(reason));
  }

  synchronized int size() {
    return open.size();
  }

  /** Waits until nothing is being asked or answered; false when something still is. */
  boolean isQuietWithin(Duration time) {
    return holdsWithin(time, () -> exchanges == 0);
  }

  /** Waits until no connection is open; false when some still are after {@code time}. */
  boolean isEmptyWithin(Duration time) {
    return holdsWithin(time, open::isEmpty);
  }

  private synchronized boolean holdsWithin(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); !condition.getAsBoolean(); left = end - System.nanoTime()) {
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
