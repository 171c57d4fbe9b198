package dev.easel.store.sqlite;

import dev.easel.store.DurableStore;
import dev.easel.store.StoreReport;
import dev.easel.store.delivery.DeliveryStore;
import dev.easel.store.failure.StoreException;
import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.Database;
import dev.easel.store.journal.HandOver;
import dev.easel.store.journal.RingHandOver;
import dev.easel.store.record.BucketStore;
import dev.easel.store.record.CounterList;
import dev.easel.store.record.CounterStore;
import dev.easel.store.record.RecordStore;
import dev.easel.store.signal.Signals;
import dev.easel.store.signal.SweepTimer;
import dev.easel.store.task.TaskStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store in a folder, for one process at a time.
 *
 * <p><b>Threads</b>: any may call; changes are written by one thread of the store's, which commits
 * together what has gathered. <b>Ownership</b>: whoever opened it closes it. <b>Failure</b>: {@code
 * IN_USE} for a folder that another process has open, {@code WRONG_VERSION} for one that this Easel
 * does not read, {@code NO_ROOM} while the disk is full.
 */
public final class SqliteStore implements DurableStore {
  private final Database database;
  private final ChangeWriter writer;
  private final StoreClock clock;
  private final Signals signals;
  private final SweepTimer timer;
  private final SqliteTasks tasks;
  private final DeliveryStore deliveries;
  private final CounterStore counters;
  private final RecordStore records;

  private SqliteStore(
      Database database,
      SqliteSettings settings,
      BodyFiles files,
      HandOver<ChangeWriter.Pending<?>> line) {
    this.database = database;
    clock = new StoreClock(settings.dates(), settings.nanos());
    RoomCheck room = new RoomCheck(database, settings.reserveBytes());
    writer = new ChangeWriter(database.writes(), line);
    signals = new Signals();
    tasks = new SqliteTasks(database, writer, clock, signals, files, room, settings.limits());
    deliveries = new SqliteDeliveries(database, writer, clock, signals);
    counters = new SqliteCounters(database, writer);
    records = new SqliteRecords(database, writer, room);
    timer = new SweepTimer(tasks::sweep);
  }

  /** Opens a folder, or makes it. */
  public static SqliteStore open(SqliteSettings settings) {
    return open(settings, new RingHandOver<>("easel-store-writer"));
  }

  /** Opens a folder whose changes come to the writer in a way of one's own. */
  public static SqliteStore open(SqliteSettings settings, HandOver<ChangeWriter.Pending<?>> line) {
    BodyFiles files = new BodyFiles(settings.folder());
    Database database = Database.open(settings.folder(), settings.mostBytes(), Tables::prepare);
    SqliteStore store = new SqliteStore(database, settings, files, line);
    try {
      store.tasks.recover();
    } catch (StoreException e) {
      store.close();
      throw e;
    }
    store.timer.start();
    return store;
  }

  /** The counters of a folder, whichever process has it open; a folder without a store has none. */
  public static CounterList counters(Path folder) {
    return (day, prefix) ->
        Database.glimpse(folder, Tables::check, reader -> SqliteCounters.list(reader, day, prefix))
            .orElseGet(TreeMap::new);
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
    return Optional.empty();
  }

  @Override
  public RecordStore records() {
    return records;
  }

  @Override
  public InstantSource clock() {
    return clock.dates();
  }

  @Override
  public InstantSource steadyClock() {
    return () -> Instant.ofEpochMilli(clock.deadlineMillis());
  }

  @Override
  public StoreReport report() {
    return database.read(
        reader -> {
          long oldest =
              reader.number(
                  "SELECT created FROM tasks"
                      + " WHERE seq = (SELECT MIN(seq) FROM tasks WHERE state = 0)");
          return new StoreReport(
              oldest == 0 ? 0 : Math.max(0, clock.dateMillis() - oldest),
              reader.number("SELECT COUNT(*) FROM tasks WHERE dead = 1"),
              reader.number("SELECT COUNT(*) FROM deliveries WHERE state = 0"),
              reader.number("SELECT COUNT(*) FROM deliveries WHERE state = 2"));
        });
  }

  @Override
  public void close() {
    timer.close();
    writer.close();
    signals.close();
    database.close();
  }
}
