package dev.easel.http.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a folder's pictures take together, and which are the oldest.
 *
 * <p>Knows what this process has put there at once, and what others have with the next look. Room
 * for a picture is taken before it is written and given back when that fails.
 *
 * <p><b>Threads</b>: any.
 */
final class KeptFiles {

  /**
   * One picture.
   *
   * @param millis when it was written, by the folder's clock
   */
  record Kept(String key, long bytes, long millis) {}

  private final StoreLimits limits;
  private final Map<String, Kept> byKey = new HashMap<>();
  private final TreeSet<Kept> byAge =
      new TreeSet<>(Comparator.comparingLong(Kept::millis).thenComparing(Kept::key));
  private long bytes;
  private long reserved;
  private int writing;

  KeptFiles(StoreLimits limits) {
    this.limits = limits;
  }

  /** Takes room; returns the pictures that must go for it. */
  synchronized List<String> reserve(long size, long nowMillis) {
    reserved += size;
    writing++;
    return overdue(nowMillis);
  }

  /** Gives room back: the picture is there under its name, or will not be. */
  synchronized void release(long size) {
    reserved -= size;
    writing--;
  }

  synchronized void add(Kept kept) {
    remove(kept.key());
    byKey.put(kept.key(), kept);
    byAge.add(kept);
    bytes += kept.bytes();
  }

  /**
   * Takes over what somebody saw in the folder; returns the pictures that must go.
   *
   * @param sinceMillis when the look began: what was added after it may not have been seen
   */
  synchronized List<String> replace(List<Kept> seen, long sinceMillis, long nowMillis) {
    List<Kept> newer = byAge.stream().filter(kept -> kept.millis() >= sinceMillis).toList();
    byKey.clear();
    byAge.clear();
    bytes = 0;
    seen.forEach(this::add);
    newer.stream().filter(kept -> !byKey.containsKey(kept.key())).forEach(this::add);
    return overdue(nowMillis);
  }

  private List<String> overdue(long nowMillis) {
    List<String> gone = new ArrayList<>();
    while (!byAge.isEmpty()) {
      Kept oldest = byAge.first();
      boolean isFull = byKey.size() + writing > limits.count() || bytes + reserved > limits.bytes();
      if (!isFull && nowMillis - oldest.millis() < limits.time().toMillis()) {
        break;
      }
      remove(oldest.key());
      gone.add(oldest.key());
    }
    return gone;
  }

  private void remove(String key) {
    Kept old = byKey.remove(key);
    if (old != null) {
      byAge.remove(old);
      bytes -= old.bytes();
    }
  }
}
