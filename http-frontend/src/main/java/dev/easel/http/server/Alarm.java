package dev.easel.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A timer of a connection that can be set again; lives on the connection's event loop.
 *
 * <p>It is set and cleared with every request and hardly ever goes off. So neither touches the
 * event loop's timers where one is under way that goes off early enough: that one then looks what
 * is left, and waits for the rest.
 */
final class Alarm {

  private @Nullable Future<?> timer;

  /** When the timer goes off. */
  private long timerNanos;

  /** When the alarm does. */
  private long dueNanos;

  private @Nullable Runnable action;

  boolean isSet() {
    return action != null;
  }

  void set(ChannelHandlerContext ctx, Duration delay, Runnable newAction) {
    long now = System.nanoTime();
    dueNanos = now + delay.toNanos();
    action = newAction;
    Future<?> underWay = timer;
    if (underWay != null && timerNanos - dueNanos <= 0) {
      return;
    }
    if (underWay != null) {
      underWay.cancel(false);
    }
    wait(ctx, delay.toNanos());
  }

  private void wait(ChannelHandlerContext ctx, long nanos) {
    timerNanos = System.nanoTime() + nanos;
    timer = ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext ctx) {
    timer = null;
    Runnable due = action;
    if (due == null) {
      return;
    }
    long left = dueNanos - System.nanoTime();
    if (left > 0) {
      wait(ctx, left);
    } else {
      action = null;
      due.run();
    }
  }

  void clear() {
    action = null;
  }

  /** Clears it for good: the connection is gone. */
  void end() {
    action = null;
    Future<?> underWay = timer;
    if (underWay != null) {
      underWay.cancel(false);
      timer = null;
    }
  }
}
