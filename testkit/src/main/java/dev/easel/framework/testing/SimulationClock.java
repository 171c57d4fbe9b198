package dev.easel.framework.testing;

import dev.easel.framework.time.GraphClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A time that passes only when nobody has anything to do before it does: then it goes on to the
 * next moment for which somebody waits. So a minute costs nothing, and every run takes the same
 * time.
 *
 * <p><b>Threads:</b> any; {@link #advanceToNext} and {@link #advance} one at a time.
 */
public final class SimulationClock implements GraphClock {
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::atNanos).thenComparing(Alarm::number));
  private long nowNanos;
  private long made;

  /** What happens at a moment, of several at one those first that were asked for first. */
  private record Alarm(long atNanos, long number, Runnable action) {}

  /** A clock at zero. */
  public SimulationClock() {}

  @Override
  public synchronized long nowNanos() {
    return nowNanos;
  }

  /** The time since the clock was made. */
  public Duration now() {
    return Duration.ofNanos(nowNanos());
  }

  @Override
  public CompletableFuture<Boolean> after(Duration delay) {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    Alarm alarm = add(nowNanos() + delay.toNanos(), () -> over.complete(true));
    var unused = over.whenComplete((is, failure) -> remove(alarm));
    return over;
  }

  /** Has something happen at a time of the clock, or now if that is over. */
  void at(Duration time, Runnable action) {
    add(time.toNanos(), action);
  }

  private synchronized Alarm add(long atNanos, Runnable action) {
    Alarm alarm = new Alarm(Math.max(nowNanos, atNanos), made++, action);
    alarms.add(alarm);
    return alarm;
  }

  private synchronized void remove(Alarm alarm) {
    alarms.remove(alarm);
  }

  /** Whether anybody waits. */
  synchronized boolean isAwaited() {
    return !alarms.isEmpty();
  }

  /** Goes on to the next moment for which somebody waits; false if nobody does. */
  public boolean advanceToNext() {
    Alarm next = next(Long.MAX_VALUE);
    if (next != null) {
      next.action().run();
    }
    return next != null;
  }

  /** Lets time pass; what falls into it happens at its time, in order. */
  public void advance(Duration time) {
    long end = nowNanos() + time.toNanos();
    for (Alarm next = next(end); next != null; next = next(end)) {
      next.action().run();
    }
    synchronized (this) {
      nowNanos = Math.max(nowNanos, end);
    }
  }

  private synchronized @Nullable Alarm next(long lastNanos) {
    Alarm next = alarms.peek();
    if (next == null || next.atNanos() > lastNanos) {
      return null;
    }
    alarms.remove();
    nowNanos = next.atNanos();
    return next;
  }
}
