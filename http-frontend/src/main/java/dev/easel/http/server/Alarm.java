package dev.easel.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer of a connection that can be set again; lives on the connection's event loop. */
final class Alarm {

  private @Nullable Future<?> timer;

  boolean isSet() {
    return timer != null;
  }

  void set(ChannelHandlerContext ctx, Duration delay, Runnable action) {
    clear();
    timer =
        ctx.executor()
            .schedule(
                () -> {
                  timer = null;
                  action.run();
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  void clear() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
