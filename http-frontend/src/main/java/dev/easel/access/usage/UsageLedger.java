package dev.easel.access.usage;

import dev.easel.access.Principal;
import dev.easel.store.DurableStore;
import dev.easel.store.failure.StoreException;
import dev.easel.store.record.CounterStore;
import dev.easel.store.signal.StoreRounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keys have used today, in memory, and on its way to the store that keeps it.
 *
 * <p>Requests never wait for the store. A thread writes what was used as soon as it was, and while
 * one write is under way the next gathers: a process that is killed loses what its last write did
 * not hold, some milliseconds' worth. The answer to a write says what all servers of the store have
 * used, so each knows of the others from a request's first count on, before its pictures are
 * counted. Days are of UTC, by the clock on the wall.
 *
 * <p><b>Who waits</b>: the thread, for something to write, and for the store. <b>Who wakes</b>: who
 * adds, touches or closes.
 *
 * <p><b>Threads</b>: any; no method but {@link #close()} waits.
 *
 * <p><b>Ownership</b>: closing it writes the rest; the store is whose it was, and is closed later.
 *
 * <p><b>Failure</b>: while the store is away, everything goes by what this server knows, and is
 * written when the store is there again: an account that cannot be reached keeps nobody from work.
 */
public final class UsageLedger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);
  private static final Duration END = Duration.ofSeconds(10);

  /** Sums are of days, and these are as many as anybody asks for. */
  private static final int KEPT_DAYS = 400;

  private final Optional<CounterStore> store;
  private final Optional<SharedBuckets> buckets;
  private final InstantSource clock;
  private final String name = UUID.randomUUID().toString();
  private final StoreRounds rounds =
      new StoreRounds("what keys have used cannot be written", this::write);
  private final Optional<Thread> writer;

  /** What groups have used on the day: the store's sums, and what it does not have yet. */
  private final Map<String, Long> steps = new HashMap<>();

  /** What the store does not have yet, by day and counter. */
  private final Map<LocalDate, Map<String, Long>> pending = new TreeMap<>();

  /** What it is being given, or was when that failed. */
  private Optional<Page> underWay = Optional.empty();

  private LocalDate day;
  private LocalDate forgotten = LocalDate.MIN;
  private long turn;

  private record Page(LocalDate day, long turn, Map<String, Long> amounts) {}

  private UsageLedger(Optional<DurableStore> store, InstantSource clock) {
    this.store = store.map(DurableStore::counters);
    this.buckets = store.flatMap(DurableStore::buckets).map(SharedBuckets::new);
    this.clock = clock;
    this.day = today();
    this.store.ifPresent(one -> steps.putAll(UsageBook.stepsOfGroups(one, day)));
    this.writer = this.store.map(one -> new Thread(rounds, "easel-usage"));
    writer.ifPresent(
        thread -> {
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** A ledger that forgets everything at its end. */
  public static UsageLedger inMemory(InstantSource clock) {
    return new UsageLedger(Optional.empty(), clock);
  }

  /**
   * A ledger that keeps everything in a store, which is read at once.
   *
   * <p><b>Failure</b>: {@link StoreException} when it cannot be.
   *
   * @param clock says what day it is
   */
  public static UsageLedger keptIn(DurableStore store, InstantSource clock) {
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
    String group = who.group().name();
    steps.merge(group, usage.pixelSteps(), Long::sum);
    if (store.isPresent()) {
      UsageBook.note(
          pending.computeIfAbsent(day, key -> new HashMap<>()), group, who.keyId(), usage);
      notifyAll();
    }
  }

  /** Something was taken from a bucket, or will soon be. */
  void touch(RateBucket bucket) {
    buckets.ifPresent(
        shared -> {
          shared.touch(bucket);
          wake();
        });
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** The pixels times steps that a group has used since midnight. */
  public synchronized long pixelStepsToday(String group) {
    turnPage();
    return steps.getOrDefault(group, 0L);
  }

  /** A clock that was set back does not bring an old day back. */
  private void turnPage() {
    LocalDate now = today();
    if (now.isAfter(day)) {
      day = now;
      steps.clear();
    }
  }

  // ---- the thread

  private void write() throws InterruptedException {
    awaitWork();
    writeDown();
    buckets.ifPresent(SharedBuckets::settle);
  }

  private synchronized void awaitWork() throws InterruptedException {
    while (!hasWork() && !rounds.isEnding()) {
      wait();
    }
  }

  private boolean hasWork() {
    return !pending.isEmpty()
        || underWay.isPresent()
        || buckets.filter(shared -> !shared.isSettled()).isPresent();
  }

  private void writeDown() {
    CounterStore to = store.orElseThrow();
    for (Optional<Page> page = next(); page.isPresent(); page = next()) {
      Page now = page.get();
      Map<String, Long> sums = to.addAll(name, now.turn(), now.day().toEpochDay(), now.amounts());
      learn(now, sums);
      if (now.day().isAfter(forgotten)) {
        to.forgetBefore(now.day().minusDays(KEPT_DAYS).toEpochDay());
        forgotten = now.day();
      }
    }
  }

  /** The page that was not written, else what has gathered of the earliest day. */
  private synchronized Optional<Page> next() {
    if (underWay.isEmpty() && !pending.isEmpty()) {
      LocalDate first = pending.keySet().iterator().next();
      Map<String, Long> amounts = pending.remove(first);
      underWay = Optional.of(new Page(first, ++turn, amounts == null ? Map.of() : amounts));
    }
    return underWay;
  }

  private synchronized void learn(Page written, Map<String, Long> sums) {
    underWay = Optional.empty();
    turnPage();
    if (!written.day().equals(day)) {
      return;
    }
    Map<String, Long> gathered = pending.getOrDefault(day, Map.of());
    steps.replaceAll(
        (group, known) -> {
          String counter = UsageBook.steps(group);
          Long sum = sums.get(counter);
          return sum == null ? known : sum + gathered.getOrDefault(counter, 0L);
        });
  }

  @Override
  public void close() {
    if (writer.isEmpty() || rounds.isEnding()) {
      return;
    }
    rounds.end();
    wake();
    try {
      writer.get().join(END.toMillis());
      if (writer.get().isAlive()) {
        LOG.warn("what keys have used is still being written");
        return;
      }
      writeDown();
    } catch (StoreException e) {
      LOG.error("what keys have used last is lost: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
