package dev.easel.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A body that is given up when it brings no byte for a while; the JDK's client would wait for ever.
 */
final class StallGuard extends FilterInputStream {
  private final Duration limit;
  private final Future<?> watch;
  private volatile long lastByte = System.nanoTime();
  private volatile boolean isStalled;

  StallGuard(InputStream body, Duration limit, ScheduledExecutorService clock) {
    super(body);
    this.limit = limit;
    long period = Math.max(1, limit.toMillis() / 4);
    this.watch = clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (System.nanoTime() - lastByte > limit.toNanos()) {
      isStalled = true;
      try {
        in.close(); // wakes the reader
      } catch (IOException e) {
        // The reader learns of the stall in any case.
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (isStalled) {
      throw new IOException("no byte came for " + limit.toMillis() + " ms");
    }
    lastByte = System.nanoTime();
    return n;
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }
}
