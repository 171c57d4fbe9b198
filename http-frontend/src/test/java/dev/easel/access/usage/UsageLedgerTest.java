package dev.easel.access.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.access.AccessReader;
import dev.easel.access.Group;
import dev.easel.access.Principal;
import dev.easel.store.DurableStore;
import dev.easel.store.Until;
import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UsageLedgerTest {
  @TempDir private Path folder;

  private final AtomicLong nanos = new AtomicLong();
  private Instant now = Instant.parse("2026-11-30T22:00:00Z");
  private final InstantSource clock = () -> now;
  private Group group = Group.LOCAL;
  private Principal who = new Principal("k", group);

  @BeforeEach
  void readTheGroup() {
    group =
        Optional.ofNullable(
                AccessReader.parse(
                        Path.of("a"),
                        """
                {"groups": [{"name": "g", "requests_per_minute": 2, "pixels_per_minute": 1000,
                             "pixel_steps_per_day": 10000}], "keys": []}
                """)
                    .groups()
                    .get("g"))
            .orElseThrow();
    who = new Principal("k", group);
  }

  private GroupMeter meter(UsageLedger ledger) {
    return new Meters(ledger, nanos::get).of(group);
  }

  @Test
  void countsRequestsByTheMinute() {
    GroupMeter meter = meter(UsageLedger.inMemory(clock));
    assertThat(meter.takeRequest(who)).isEmpty();
    assertThat(meter.takeRequest(who)).isEmpty();
    OverLimit over = meter.takeRequest(who).get();
    assertThat(over.limit()).isEqualTo("requests_per_minute");
    assertThat(over.after()).isEqualTo(Duration.ofSeconds(30));
    RateStanding standing = meter.standings(who).get(0);
    assertThat(standing).isEqualTo(new RateStanding("requests", 2, 0, Duration.ofSeconds(60)));
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(meter.takeRequest(who)).isEmpty();
    assertThat(meter.takeRequest(who)).isPresent();
  }

  @Test
  void countsPixelsByTheMinuteAndGivesThemBack() {
    GroupMeter meter = meter(UsageLedger.inMemory(clock));
    assertThat(meter.takeWork(who, 900, 900, true)).isEmpty();
    assertThat(meter.takeWork(who, 200, 200, true).get().limit()).isEqualTo("pixels_per_minute");
    meter.giveBack(who, 900, 900);
    assertThat(meter.takeWork(who, 1000, 1000, true)).isEmpty();
    assertThat(meter.takeWork(who, 1001, 1, true).get().isForEver()).isTrue();
    assertThat(meter.takeWork(who, 500, 500, false)).as("work that has begun").isEmpty();
  }

  private DurableStore opened() {
    return SqliteStore.open(SqliteSettings.of(folder.resolve("usage")));
  }

  @Test
  void keepsTheBudgetOfADayOverARestart() {
    try (DurableStore store = opened();
        UsageLedger ledger = UsageLedger.keptIn(store, clock)) {
      GroupMeter meter = meter(ledger);
      assertThat(meter.takeRequest(who)).isEmpty();
      assertThat(meter.takeWork(who, 100, 8000, true)).isEmpty();
    }
    try (DurableStore store = opened();
        UsageLedger ledger = UsageLedger.keptIn(store, clock)) {
      assertThat(ledger.pixelStepsToday("g")).isEqualTo(8000);
      GroupMeter meter = meter(ledger);
      OverLimit over = meter.takeWork(who, 100, 3000, true).get();
      assertThat(over.limit()).isEqualTo("pixel_steps_per_day");
      assertThat(over.after()).isEqualTo(Duration.ofHours(2));
      assertThat(over.isForEver()).isFalse();
      assertThat(meter.takeWork(who, 100, 2000, true)).isEmpty();
      now = now.plus(Duration.ofHours(2));
      assertThat(meter.takeWork(who, 100, 3000, true)).as("the next day").isEmpty();
    }
    LocalDate day = LocalDate.parse("2026-11-30");
    assertThat(UsageBook.lines(SqliteStore.counters(folder.resolve("usage")), day, day.plusDays(1)))
        .containsExactly(
            new UsageLine(day, "g", "k", new Usage(1, 200, 10000)),
            new UsageLine(day.plusDays(1), "g", "k", new Usage(0, 100, 3000)));
  }

  @Test
  void writesWhatIsUsedWithoutBeingAsked() {
    LocalDate day = LocalDate.parse("2026-11-30");
    try (DurableStore store = opened();
        UsageLedger ledger = UsageLedger.keptIn(store, clock)) {
      GroupMeter meter = meter(ledger);
      for (int i = 1; i <= 20; i++) {
        assertThat(meter.takeWork(who, 1, 5, true)).isEmpty();
        UsageLine expected = new UsageLine(day, "g", "k", new Usage(0, i, 5L * i));
        Until.holds(
            "what another process sees",
            () -> UsageBook.lines(store.counters(), day, day).equals(List.of(expected)));
      }
    }
  }

  @Test
  void countsWhatManyThreadsUse() throws Exception {
    try (DurableStore store = opened();
        UsageLedger ledger = UsageLedger.keptIn(store, clock)) {
      GroupMeter meter = meter(ledger);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Principal each = new Principal("k" + i, group);
        Thread thread =
            new Thread(
                () -> {
                  for (int j = 0; j < 500; j++) {
                    meter.takeWork(each, 1, 3, false);
                    meter.takeWork(each, 1, 3, false);
                    meter.giveBack(each, 1, 3);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(ledger.pixelStepsToday("g")).isEqualTo(6000);
    }
    try (DurableStore store = opened();
        UsageLedger ledger = UsageLedger.keptIn(store, clock)) {
      assertThat(ledger.pixelStepsToday("g")).isEqualTo(6000);
    }
  }

  @Test
  void newLimitsMeanAFreshMeterAndOldOnesTheSame() {
    Meters meters = new Meters(UsageLedger.inMemory(clock), nanos::get);
    GroupMeter meter = meters.of(group);
    assertThat(meters.of(group)).isSameAs(meter);
    Group wider =
        new Group(
            group.name(),
            group.platform(),
            true,
            group.models(),
            group.scopes(),
            dev.easel.access.Limits.NONE,
            1);
    assertThat(meters.of(wider)).isNotSameAs(meter);
    assertThat(Optional.of(meters.of(wider)).get().standings(who)).isEmpty();
  }
}
