package dev.easel.store.redis;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The clock of a Redis, which all its servers go by. It is looked at every second; in between, and
 * while the Redis is away, the time that passes is added, which no setting of this machine's clock
 * changes.
 *
 * <p><b>Threads</b>: any.
 */
final class RedisClock implements InstantSource {
  private static final long NANOS_OF_A_MILLI = 1_000_000;
  private static final int MILLIS_OF_A_SECOND = 1000;

  private final RedisLink link;
  private volatile Reading last;

  private record Reading(long millis, long nanos) {
    long now() {
      return millis + (System.nanoTime() - nanos) / NANOS_OF_A_MILLI;
    }
  }

  RedisClock(RedisLink link) {
    this.link = link;
    last = read();
  }

  /** Looks at the Redis's clock. */
  void set() {
    last = read();
  }

  private Reading read() {
    List<byte[]> time = link.call(commands -> commands.time());
    long seconds = Long.parseLong(RedisLink.text(time.get(0)));
    long micros = Long.parseLong(RedisLink.text(time.get(1)));
    return new Reading(
        seconds * MILLIS_OF_A_SECOND + micros / MILLIS_OF_A_SECOND, System.nanoTime());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(last.now());
  }
}
