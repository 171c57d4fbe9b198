package dev.easel.store.redis;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.util.List;

/** Says in a store's words what Redis and its client say in theirs. */
final class RedisFailures {
  /** Out of memory; or out of disk, so that Redis refuses what it could not keep. */
  private static final List<String> NO_ROOM = List.of("OOM ", "MISCONF ");

  /**
   * A replica that was the primary a moment ago, a server that still reads its files, and so on.
   */
  private static final List<String> UNAVAILABLE =
      List.of(
          "READONLY ",
          "LOADING ",
          "BUSY ",
          "MASTERDOWN ",
          "CLUSTERDOWN ",
          "TRYAGAIN ",
          "NOREPLICAS ",
          "NOAUTH ",
          "WRONGPASS ",
          "NOPERM ");

  private RedisFailures() {}

  static StoreException translate(RedisException e) {
    String message = String.valueOf(e.getMessage());
    if (!(e instanceof RedisCommandExecutionException)) {
      return new StoreException(
          StoreFailure.UNAVAILABLE, "the task store's Redis does not answer: " + message, e);
    }
    if (NO_ROOM.stream().anyMatch(message::startsWith)) {
      return new StoreException(
          StoreFailure.NO_ROOM,
          "the task store's Redis is full: give it more memory or disk, or let results be kept for"
              + " less time",
          e);
    }
    if (UNAVAILABLE.stream().anyMatch(message::startsWith)) {
      return new StoreException(
          StoreFailure.UNAVAILABLE, "the task store's Redis does not serve: " + message, e);
    }
    return new StoreException(
        StoreFailure.DAMAGED, "the task store's Redis refused a command: " + message, e);
  }
}
