package dev.easel.access.usage;

import dev.easel.access.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keys have used today, in memory, and on its way to the store that keeps it.
 *
 * <p>Requests never wait for the store: what was used is written every second, and at the end. So a
 * process that is killed loses a second of it, and servers that share a store learn of each other
 * within two. Days are of UTC, by the clock on the wall.
 *
 * <p><b>Threads</b>: any; one thread of its own writes.
 *
 * <p><b>Ownership</b>: closing it writes the rest and closes the store.
 */
public final class UsageLedger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);
  private static final long WRITE_SECONDS = 1;

  private final Optional<UsageStore> store;
  private final InstantSource clock;
  private final Optional<ScheduledExecutorService> writer;

  /** What the store had for the day when it was last read. */
  private final Map<String, Usage> kept = new HashMap<>();

  /** What it does not have yet, and what it is being given. */
  private final Map<Key, Usage> pending = new HashMap<>();

  private Map<Key, Usage> inFlight = Map.of();
  private LocalDate day;
  private boolean isFailing;
  private Future<?> writes = CompletableFuture.completedFuture(null);

  private record Key(LocalDate day, String group, String key) {}

  private UsageLedger(Optional<UsageStore> store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.day = today();
    store.ifPresent(one -> keep(one.since(day)));
    this.writer = store.map(one -> Executors.newSingleThreadScheduledExecutor(UsageLedger::thread));
    writer.ifPresent(
        one ->
            writes =
                one.scheduleWithFixedDelay(
                    this::write, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "easel-usage");
    thread.setDaemon(true);
    return thread;
  }

  /** A ledger that forgets everything at its end. */
  public static UsageLedger inMemory(InstantSource clock) {
    return new UsageLedger(Optional.empty(), clock);
  }

  /**
   * A ledger that keeps everything in a store, which is read at once.
   *
   * @param clock says what day it is
   */
  public static UsageLedger keptIn(UsageStore store, InstantSource clock) {
    return new UsageLedger(Optional.of(store), clock);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** How long the day still is. */
  Duration untilTomorrow() {
    Instant now = clock.instant();
    return Duration.between(
        now,
        LocalDate.ofInstant(now, ZoneOffset.UTC)
            .plusDays(1)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC));
  }

  /** Writes down what a key has used now. */
  synchronized void add(Principal who, Usage usage) {
    turnPage();
    pending.merge(new Key(day, who.group().name(), who.keyId()), usage, Usage::plus);
  }

  /** What a group has used since midnight. */
  public synchronized Usage usedToday(String group) {
    turnPage();
    Usage sum = kept.getOrDefault(group, Usage.NONE);
    for (Map<Key, Usage> part : List.of(pending, inFlight)) {
      for (Map.Entry<Key, Usage> one : part.entrySet()) {
        if (one.getKey().group().equals(group) && one.getKey().day().equals(day)) {
          sum = sum.plus(one.getValue());
        }
      }
    }
    return sum;
  }

  /** A clock that was set back does not bring an old day back. */
  private void turnPage() {
    LocalDate now = today();
    if (now.isAfter(day)) {
      day = now;
      kept.clear();
    }
    if (store.isEmpty()) {
      pending.keySet().removeIf(key -> key.day().isBefore(day));
    }
  }

  private void write() {
    UsageStore to = store.orElseThrow();
    List<UsageLine> lines = new ArrayList<>();
    LocalDate asked;
    synchronized (this) {
      turnPage();
      asked = day;
      inFlight = new HashMap<>(pending);
      pending.clear();
      inFlight.forEach(
          (key, usage) -> lines.add(new UsageLine(key.day(), key.group(), key.key(), usage)));
    }
    boolean isWritten = false;
    try {
      if (!lines.isEmpty()) {
        to.add(lines);
      }
      isWritten = true;
      List<UsageLine> sums = to.since(asked);
      synchronized (this) {
        if (asked.equals(day)) {
          keep(sums);
        }
        inFlight = Map.of();
      }
      isFailing = false;
    } catch (RuntimeException e) {
      takeBack(isWritten);
      if (!isFailing) {
        LOG.error("what keys have used cannot be written down; it will be tried again", e);
      }
      isFailing = true;
    }
  }

  /** What was not written is pending again; what was written and not read is counted as kept. */
  private synchronized void takeBack(boolean isWritten) {
    for (Map.Entry<Key, Usage> one : inFlight.entrySet()) {
      if (!isWritten) {
        pending.merge(one.getKey(), one.getValue(), Usage::plus);
      } else if (one.getKey().day().equals(day)) {
        kept.merge(one.getKey().group(), one.getValue(), Usage::plus);
      }
    }
    inFlight = Map.of();
  }

  private void keep(List<UsageLine> lines) {
    kept.clear();
    for (UsageLine line : lines) {
      if (line.day().equals(day)) {
        kept.merge(line.group(), line.usage(), Usage::plus);
      }
    }
  }

  @Override
  public void close() {
    writer.ifPresent(
        one -> {
          writes.cancel(false);
          one.shutdown();
          try {
            if (!one.awaitTermination(10, TimeUnit.SECONDS)) {
              LOG.warn("what keys have used is still being written");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          write();
        });
    store.ifPresent(UsageStore::close);
  }
}
