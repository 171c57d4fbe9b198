package dev.easel.access.usage;

import dev.easel.store.record.BucketStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the buckets of this server even with those that all servers of a store draw from.
 *
 * <p>Whether something may be taken is decided here, at once, by what the server knows: nobody
 * waits for the store. What was taken is then drawn from the store's bucket, whose answer says what
 * others have taken. So servers can together take more than a limit only within the time that an
 * answer of the store takes, and what is too much has to fill again. While the store is away, each
 * server goes by its own buckets.
 *
 * <p><b>Threads</b>: any may touch; one at a time settles.
 */
final class SharedBuckets {
  private final BucketStore store;
  private final Set<RateBucket> touched = new LinkedHashSet<>();

  SharedBuckets(BucketStore store) {
    this.store = store;
  }

  /** Something was taken from a bucket, or will soon be. */
  synchronized void touch(RateBucket bucket) {
    touched.add(bucket);
  }

  synchronized boolean isSettled() {
    return touched.isEmpty();
  }

  private synchronized List<RateBucket> takeTouched() {
    List<RateBucket> taken = List.copyOf(touched);
    touched.clear();
    return taken;
  }

  /** Draws from the store what was taken here, and learns what is left. */
  void settle() {
    List<RateBucket> buckets = takeTouched();
    if (buckets.isEmpty()) {
      return;
    }
    List<BucketStore.Draw> draws = new ArrayList<>();
    buckets.forEach(each -> draws.add(each.beginDraw()));
    List<Long> left;
    try {
      left = store.draw(draws);
    } catch (RuntimeException e) {
      for (int i = 0; i < draws.size(); i++) {
        buckets.get(i).undoDraw(draws.get(i));
        touch(buckets.get(i));
      }
      throw e;
    }
    for (int i = 0; i < draws.size(); i++) {
      buckets.get(i).endDraw(left.get(i));
    }
  }
}
