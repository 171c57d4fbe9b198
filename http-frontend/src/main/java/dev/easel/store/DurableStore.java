package dev.easel.store;

import dev.easel.store.delivery.DeliveryStore;
import dev.easel.store.record.BucketStore;
import dev.easel.store.record.CounterStore;
import dev.easel.store.record.RecordStore;
import dev.easel.store.task.TaskStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is kept in one place. What a call says it has done is done for good: in a folder it is on
 * the disk, in a Redis it is as safe as that Redis keeps it.
 *
 * <p><b>Threads</b>: any may call any of the parts; calls wait for the disk or the network, so none
 * belongs on an event loop. <b>Ownership</b>: whoever opened the store closes it, after those who
 * use it have ended; the parts end with it. <b>Failure</b>: every call of a part may throw a {@link
 * dev.easel.store.failure.StoreException}, which says whether room, the connection or the data is
 * missing; nothing is half done then, except that an unavailable store may have done what it could
 * no longer confirm.
 */
public interface DurableStore extends AutoCloseable {

  /** The tasks. */
  TaskStore tasks();

  /** The webhooks of tasks that have ended. */
  DeliveryStore deliveries();

  /** Sums that grow, such as what a key has used today. */
  CounterStore counters();

  /** What many servers draw from; empty where only one has the store. */
  Optional<BucketStore> buckets();

  /** Small records under names, such as batches. */
  RecordStore records();

  /** The clock by which the store's dates are; the same for all who share the store. */
  InstantSource clock();

  /**
   * The clock by which what is kept in the store ends: nobody sets it while the store is open, so
   * that no jump of a machine's clock ends anything.
   */
  InstantSource steadyClock();

  /** How the store stands. */
  StoreReport report();

  /** Ends the store's threads; calls that wait end with a failure. */
  @Override
  void close();
}
