package dev.easel.store.record;

import java.util.List;

/**
 * Buckets that fill evenly within a minute, by the store's clock; all servers of one store draw
 * from the same ones. One that nobody has drawn from is full.
 *
 * <p><b>Threads</b>: any. <b>Failure</b>: {@link dev.easel.store.failure.StoreException}.
 */
public interface BucketStore {

  /**
   * What is drawn from a bucket.
   *
   * @param bucket its name
   * @param capacity what it holds
   * @param amount what is drawn, whether it is there or not; negative for what is put back
   */
  record Draw(String bucket, long capacity, long amount) {}

  /** Draws from all buckets in one step; returns what each has then, less than 0 if overdrawn. */
  List<Long> draw(List<Draw> draws);
}
