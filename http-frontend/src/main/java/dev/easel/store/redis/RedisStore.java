package dev.easel.store.redis;

import dev.easel.store.DurableStore;
import dev.easel.store.StoreReport;
import dev.easel.store.delivery.DeliveryStore;
import dev.easel.store.record.BucketStore;
import dev.easel.store.record.CounterStore;
import dev.easel.store.record.RecordStore;
import dev.easel.store.signal.Signals;
import dev.easel.store.signal.SweepTimer;
import dev.easel.store.task.TaskStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A store in a Redis or Valkey, which any number of processes share: each waiting task stands in a
 * stream with a consumer group, and every change is one script.
 *
 * <p><b>Threads</b>: any may call. <b>Ownership</b>: whoever opened it closes it. <b>Failure</b>:
 * {@code UNAVAILABLE} while Redis does not answer, until it does; {@code NO_ROOM} while its memory
 * is used up: what runs can still end then, and what ends makes room.
 */
public final class RedisStore implements DurableStore {
  private final RedisLink link;
  private final Signals signals;
  private final RedisClock clock;
  private final SweepTimer timer;
  private final TaskStore tasks;
  private final DeliveryStore deliveries;
  private final CounterStore counters;
  private final BucketStore buckets;
  private final RecordStore records;

  private RedisStore(RedisLink link, Signals signals, RedisSettings settings) {
    this.link = link;
    this.signals = signals;
    tasks = new RedisTasks(link, settings.limits());
    deliveries = new RedisDeliveries(link);
    counters = new RedisCounters(link);
    buckets = new RedisBuckets(link);
    records = new RedisRecords(link);
    clock = new RedisClock(link);
    timer = new SweepTimer(this::sweep);
  }

  private void sweep() {
    clock.set();
    tasks.sweep();
  }

  /** Connects; fails when there is no Redis that answers. */
  public static RedisStore open(RedisSettings settings) {
    Signals signals = new Signals();
    try {
      RedisStore store = new RedisStore(RedisLink.open(settings, signals), signals, settings);
      store.timer.start();
      return store;
    } catch (RuntimeException e) {
      signals.close();
      throw e;
    }
  }

  @Override
  public TaskStore tasks() {
    return tasks;
  }

  @Override
  public DeliveryStore deliveries() {
    return deliveries;
  }

  @Override
  public CounterStore counters() {
    return counters;
  }

  @Override
  public Optional<BucketStore> buckets() {
    return Optional.of(buckets);
  }

  @Override
  public RecordStore records() {
    return records;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public InstantSource steadyClock() {
    return clock;
  }

  @Override
  public StoreReport report() {
    List<Object> seen = link.list(Script.REPORT, List.of());
    return new StoreReport(
        (Long) seen.get(0), (Long) seen.get(1), (Long) seen.get(2), (Long) seen.get(3));
  }

  @Override
  public void close() {
    timer.close();
    link.close();
    signals.close();
  }
}
