package dev.easel.store.record;

import java.util.List;
import java.util.Optional;

/**
 * Small things under names, in spaces of their own, each changed only by who has seen its newest
 * version.
 *
 * <p><b>Threads</b>: any. <b>Failure</b>: {@link dev.easel.store.failure.StoreException}; {@code
 * TOO_LARGE} for more than {@value #MOST_BYTES} bytes.
 */
public interface RecordStore {

  /** The largest record. */
  int MOST_BYTES = 1 << 20;

  /** What is under a name. */
  Optional<StoredRecord> find(String space, String key);

  /**
   * Puts bytes under a name.
   *
   * @param version the version that was seen; 0 where nothing may be under the name yet
   * @return false when another version is there, and nothing was changed
   */
  boolean put(String space, String key, byte[] bytes, long version);

  /** Removes what is under a name; false when another version, or nothing, is there. */
  boolean remove(String space, String key, long version);

  /** The records of a space by the order of their names' characters, those after a name. */
  List<StoredRecord> list(String space, String after, int limit);
}
