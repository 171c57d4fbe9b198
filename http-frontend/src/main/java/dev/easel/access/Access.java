package dev.easel.access;

import dev.easel.serving.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask, as the file says now. A file that becomes unreadable changes nothing until it can be
 * read again; the log says so once.
 *
 * <p>An expiry is a date, so this goes by the clock on the wall.
 *
 * <p><b>Threads</b>: any. One thread of its own looks at the file.
 *
 * <p><b>Ownership</b>: whoever opened it closes it, which ends the looking.
 */
public final class Access implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);

  /** How soon a file that has just changed is looked at again, to let its writer finish. */
  private static final long SETTLE_MILLIS = 100;

  private final Optional<Path> file;
  private final Optional<KeyHash> shared;
  private final InstantSource clock;
  private final Optional<ScheduledExecutorService> keeper;
  private final long pollMillis;
  private volatile AccessTable table;
  private volatile Optional<String> failure = Optional.empty();
  private volatile Future<?> nextLook = CompletableFuture.completedFuture(null);
  private String seen = "";
  private String pending = "";

  private Access(
      Optional<Path> file, Optional<KeyHash> shared, InstantSource clock, Duration poll) {
    this.file = file;
    this.shared = shared;
    this.clock = clock;
    this.pollMillis = poll.toMillis();
    this.table = AccessTable.EMPTY;
    if (file.isPresent()) {
      seen = AccessReader.text(file.get());
      table = AccessReader.parse(file.get(), seen);
    }
    table = shared.map(table::withShared).orElse(table);
    this.keeper =
        file.isPresent() && pollMillis > 0
            ? Optional.of(Executors.newSingleThreadScheduledExecutor(Access::thread))
            : Optional.empty();
    lookIn(pollMillis);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "easel-access");
    thread.setDaemon(true);
    return thread;
  }

  /** Nobody has a key, since none is demanded. */
  public static Access none() {
    return shared(Optional.empty());
  }

  /** One key that everybody shares. */
  public static Access shared(Optional<KeyHash> key) {
    return new Access(Optional.empty(), key, InstantSource.system(), Duration.ZERO);
  }

  /**
   * The keys of a file, which is looked at every now and then.
   *
   * <p><b>Failure</b>: {@link ConfigException} when it cannot be read now, or has mistakes.
   *
   * @param shared a further key, of the group {@link Group#LOCAL}
   * @param clock says what date it is
   * @param poll how often to look; zero for never
   */
  public static Access file(
      Path file, Optional<KeyHash> shared, InstantSource clock, Duration poll) {
    return new Access(Optional.of(file), shared, clock, poll);
  }

  /** Groups and keys as they are now. */
  public AccessTable table() {
    return table;
  }

  /** Whose key was sent; empty when it is nobody's. */
  public Optional<Principal> find(String key) {
    return table.find(KeyHash.of(key), clock.instant());
  }

  /** Whether a key is needed at all: a file without keys lets nobody in. */
  public boolean isDemanded() {
    return file.isPresent() || shared.isPresent();
  }

  /** Looks at the file at once; returns why it cannot be read, if so. */
  public synchronized Optional<String> reload() {
    look(true);
    return failure;
  }

  private void lookIn(long millis) {
    keeper.ifPresent(one -> nextLook = one.schedule(this::poll, millis, TimeUnit.MILLISECONDS));
  }

  private void poll() {
    boolean isSettled = true;
    try {
      isSettled = look(false);
    } catch (RuntimeException e) {
      LOG.error("looking at {} failed; it will be tried again", file.orElseThrow(), e);
    }
    if (keeper.filter(one -> !one.isShutdown()).isPresent()) {
      lookIn(isSettled ? pollMillis : Math.min(SETTLE_MILLIS, pollMillis));
    }
  }

  /** Two looks alike, or {@code now}, make a change count; false when one is still pending. */
  private synchronized boolean look(boolean now) {
    if (file.isEmpty()) {
      return true;
    }
    try {
      String text = AccessReader.text(file.get());
      if (text.equals(seen) && failure.isEmpty()) {
        return true;
      }
      if (!now && !text.equals(pending)) {
        pending = text;
        return false;
      }
      take(AccessReader.parse(file.get(), text));
      seen = text;
    } catch (ConfigException e) {
      tell(String.valueOf(e.getMessage()));
    }
    return true;
  }

  private void take(AccessTable read) {
    table = shared.map(read::withShared).orElse(read);
    failure = Optional.empty();
    LOG.info(
        "{} was read again: {} keys in {} groups",
        file.orElseThrow(),
        read.keys().size(),
        read.groups().size());
  }

  private void tell(String message) {
    if (!failure.equals(Optional.of(message))) {
      LOG.error("keys and groups cannot be read, the last good ones count: {}", message);
    }
    failure = Optional.of(message);
  }

  @Override
  public void close() {
    keeper.ifPresent(ScheduledExecutorService::shutdown);
    nextLook.cancel(false);
  }
}
