package dev.easel.access.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.access.AccessReader;
import dev.easel.access.Group;
import dev.easel.access.Principal;
import dev.easel.store.DurableStore;
import dev.easel.store.Until;
import dev.easel.store.record.BucketStore;
import dev.easel.store.redis.RedisServer;
import dev.easel.store.redis.RedisSettings;
import dev.easel.store.redis.RedisStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers of one Redis share the limits of a group. */
@Timeout(120)
class SharedLimitsTest {
  private static final String CONFIG =
      """
      {"groups": [{"name": "g", "requests_per_minute": 4, "pixels_per_minute": 1000,
                   "pixel_steps_per_day": 10000}], "keys": []}
      """;

  @TempDir private Path folder;

  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-30T22:00:00Z"));
  private final Group group =
      Optional.ofNullable(AccessReader.parse(Path.of("a"), CONFIG).groups().get("g")).orElseThrow();
  private final Principal who = new Principal("k", group);

  /** One server's part; its minute stands still, so that only others' use changes its buckets. */
  private final class Server implements AutoCloseable {
    private final DurableStore store;
    private final UsageLedger ledger;
    private final GroupMeter meter;

    Server(RedisServer redis) {
      store = RedisStore.open(RedisSettings.of(redis.uri()));
      ledger = UsageLedger.keptIn(store, clock);
      meter = new Meters(ledger, () -> 0).of(group);
    }

    boolean request() {
      return meter.takeRequest(who).isEmpty();
    }

    boolean work(long pixels, long steps) {
      return meter.takeWork(who, pixels, steps, true).isEmpty();
    }

    long remaining(String name) {
      return meter.standings(who).stream()
          .filter(standing -> standing.name().equals(name))
          .mapToLong(RateStanding::remaining)
          .sum();
    }

    /** A count of nothing, whose answer tells what others have used. */
    void look() {
      meter.takeWork(who, 0, 0, false);
    }

    void awaitRemaining(String name, long expected) {
      Until.holds(
          name + " of " + expected,
          () -> {
            look();
            return remaining(name) == expected;
          });
    }

    @Override
    public void close() {
      ledger.close();
      store.close();
    }
  }

  /** More than a thousand minutes' worth: it does not fill again within a test. */
  private static final long MUCH = 1_000_000;

  @Test
  void whatOneServerTakesTheOtherLacks() throws Exception {
    try (RedisServer redis = RedisServer.start(folder);
        Server one = new Server(redis);
        Server other = new Server(redis)) {
      assertThat(one.request()).isTrue();
      assertThat(one.work(600, 8000)).isTrue();
      other.awaitRemaining("pixel-steps", 2000);
      assertThat(other.work(100, 3000)).as("too many steps").isFalse();
      assertThat(other.work(1, 2000)).isTrue();
      assertThat(other.request()).as("the day's budget is used up").isFalse();
      one.awaitRemaining("pixel-steps", 0);
      one.meter.giveBack(who, 600, 8000);
      other.awaitRemaining("pixel-steps", 8000);
      one.meter.takeWork(who, MUCH, 0, false);
      other.awaitRemaining("pixels", 0);
      assertThat(other.work(1, 1)).as("too many pixels").isFalse();
      one.meter.giveBack(who, MUCH + 1000, 0);
      other.awaitRemaining("pixels", 1000);
      one.store.buckets().orElseThrow().draw(List.of(new BucketStore.Draw("g/requests", 4, MUCH)));
      other.awaitRemaining("requests", 0);
      assertThat(other.request()).as("too many requests").isFalse();
    }
  }

  @Test
  void aRedisThatIsAwayClosesNoDoorAndLearnsOfEverythingLater() throws Exception {
    LocalDate day = LocalDate.parse("2026-11-30");
    try (RedisServer redis = RedisServer.start(folder);
        Server one = new Server(redis);
        Server other = new Server(redis)) {
      assertThat(one.work(0, 1000)).isTrue();
      other.awaitRemaining("pixel-steps", 9000);
      redis.kill();
      for (int i = 0; i < 4; i++) {
        assertThat(one.request()).isTrue();
        assertThat(other.request()).isTrue();
      }
      assertThat(other.request()).as("each server's own limit still holds").isFalse();
      assertThat(one.meter.takeWork(who, MUCH, 1000, false)).isEmpty();
      redis.restart();
      try (DurableStore reader = RedisStore.open(RedisSettings.of(redis.uri()))) {
        Until.holds(
            "that everything is written, once",
            () ->
                UsageBook.lines(reader.counters(), day, day)
                    .equals(List.of(new UsageLine(day, "g", "k", new Usage(8, MUCH, 2000)))));
      }
      other.awaitRemaining("pixel-steps", 8000);
      other.awaitRemaining("pixels", 0);
    }
  }
}
