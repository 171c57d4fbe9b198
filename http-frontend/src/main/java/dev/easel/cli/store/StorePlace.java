package dev.easel.cli.store;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.store.DurableStore;
import dev.easel.store.failure.StoreException;
import dev.easel.store.record.CounterList;
import dev.easel.store.redis.RedisSettings;
import dev.easel.store.redis.RedisStore;
import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a store is: a folder, or a Redis that many servers share.
 *
 * @param option the flag that named it, for messages
 * @param text a folder or an address
 */
public record StorePlace(String option, String text) {

  /**
   * Where is kept what keys use, where no store of tasks keeps it: the folder that was given, else
   * the one beside the file of groups and keys.
   */
  public static StorePlace ofUsage(Path accessFile, Optional<String> given) {
    return new StorePlace(
        "usage_path",
        given.orElseGet(
            () -> accessFile.resolveSibling(accessFile.getFileName() + ".usage").toString()));
  }

  /**
   * Opens the store, which whoever asks closes.
   *
   * <p><b>Failure</b>: {@code UNAVAILABLE} when it cannot be opened, {@code INVALID_ARGUMENT} for
   * an address that is none.
   */
  public DurableStore open() {
    return known(
        () ->
            isRedis()
                ? RedisStore.open(RedisSettings.of(text))
                : SqliteStore.open(SqliteSettings.of(Path.of(text))));
  }

  /**
   * Reads counters, also of a folder that a server has open.
   *
   * <p><b>Failure</b>: as {@link #open()}.
   */
  public <T> T read(Function<CounterList, T> reading) {
    return known(
        () -> {
          if (!isRedis()) {
            return reading.apply(SqliteStore.counters(Path.of(text)));
          }
          try (DurableStore store = RedisStore.open(RedisSettings.of(text))) {
            return reading.apply(store.counters());
          }
        });
  }

  private boolean isRedis() {
    boolean isRedis = text.startsWith("redis://") || text.startsWith("rediss://");
    if (!isRedis && text.contains("://")) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          option
              + ": this must be a folder, such as /var/lib/easel/tasks, or an address such as"
              + " redis://localhost:6379");
    }
    return isRedis;
  }

  private <T> T known(Supplier<T> work) {
    try {
      return work.get();
    } catch (StoreException | IllegalArgumentException e) {
      throw new StatusException(
          StatusCode.UNAVAILABLE, option + " cannot be opened: " + e.getMessage(), e);
    }
  }
}
