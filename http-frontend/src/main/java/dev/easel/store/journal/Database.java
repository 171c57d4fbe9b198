package dev.easel.store.journal;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * An SQLite database in a folder of its own, held by one process: a lock on a file beside it lets
 * no second one in.
 *
 * <p>The journal is a write-ahead log, so that readers never wait for the writer, and it is
 * synchronous in full: a commit returns when the log is on the disk. SQLite's next weaker setting
 * loses the last commits when the power fails, and these were acknowledged.
 *
 * <p><b>Threads</b>: any may read, as many at once as there are connections; others wait.
 * <b>Ownership</b>: closes the connections for reading and gives the lock back; the writer's
 * connection belongs to the writer, which is closed before.
 */
public final class Database implements AutoCloseable {
  private static final String FILE = "tasks.db";
  private static final String LOCK = "lock";
  private static final int READERS = 4;
  private static final int PAGE_BYTES = 4096;

  /** 16 MiB of log, after which the writer brings it into the database. */
  private static final int LOG_PAGES = 4096;

  /** Of each connection; SQLite counts negative sizes in KiB. */
  private static final int WRITER_CACHE = -16 * 1024;

  private static final int READER_CACHE = -4 * 1024;

  private final Path folder;
  private final FileChannel channel;
  private final BlockingQueue<Statements> idle = new ArrayBlockingQueue<>(READERS);
  private final Statements writes;
  private volatile boolean closed;

  /**
   * What is read.
   *
   * @param <T> what is found
   */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads. */
    T from(Statements database) throws SQLException;
  }

  private Database(Path folder, FileChannel channel, Statements writes) {
    this.folder = folder;
    this.channel = channel;
    this.writes = writes;
  }

  /**
   * Opens the folder, or makes it.
   *
   * @param mostBytes how large the database may grow
   * @param schema told the connection for writing, to make or check the tables
   */
  public static Database open(Path folder, long mostBytes, Schema schema) {
    FileChannel channel = lock(folder);
    Statements writes = null;
    try {
      writes = connect(folder, WRITER_CACHE);
      writes.run("PRAGMA max_page_count=" + Math.max(1, mostBytes / PAGE_BYTES));
      schema.prepare(writes);
      Database opened = new Database(folder, channel, writes);
      for (int i = 0; i < READERS; i++) {
        opened.idle.add(connect(folder, READER_CACHE));
      }
      return opened;
    } catch (SQLException e) {
      release(writes, channel);
      throw EngineFailures.translate(e);
    } catch (RuntimeException e) {
      release(writes, channel);
      throw e;
    }
  }

  /**
   * Reads from a folder that another process may have open, without keeping it; empty when there is
   * no database.
   *
   * @param schema told the connection, to check the tables
   */
  public static <T> Optional<T> glimpse(Path folder, Schema schema, Reading<T> reading) {
    if (!Files.exists(folder.resolve(FILE))) {
      return Optional.empty();
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(5000);
    try (Statements reader =
        new Statements(config.createConnection("jdbc:sqlite:" + folder.resolve(FILE)))) {
      reader.run("PRAGMA query_only = true");
      schema.prepare(reader);
      return Optional.of(reading.from(reader));
    } catch (SQLException e) {
      throw EngineFailures.translate(e);
    }
  }

  /** Makes the tables of a new database and checks those of an old one. */
  @FunctionalInterface
  public interface Schema {
    /** Called once, before anything else is done. */
    void prepare(Statements database) throws SQLException;
  }

  private static FileChannel lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new StoreException(
            StoreFailure.IN_USE,
            folder + " is the task store of another running process: give this one its own folder");
      }
      return channel;
    } catch (IOException e) {
      throw new StoreException(
          StoreFailure.DAMAGED, folder + " cannot be used as a task store: " + e, e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Statements connect(Path folder, int cache) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setCacheSize(cache);
    config.setBusyTimeout(5000);
    config.setPragma(
        SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Long.toString(4L * LOG_PAGES * PAGE_BYTES));
    Statements opened =
        new Statements(config.createConnection("jdbc:sqlite:" + folder.resolve(FILE)));
    opened.run("PRAGMA wal_autocheckpoint=" + LOG_PAGES);
    return opened;
  }

  /** The connection for writing, which its one user closes. */
  public Statements writes() {
    return writes;
  }

  /** Reads what was committed. */
  public <T> T read(Reading<T> reading) {
    Statements reader = take();
    try {
      return reading.from(reader);
    } catch (SQLException e) {
      throw EngineFailures.translate(e);
    } finally {
      idle.add(reader);
    }
  }

  private Statements take() {
    try {
      Statements reader = null;
      while (reader == null) {
        if (closed) {
          throw new StoreException(StoreFailure.CLOSED, "the task store is closed");
        }
        reader = idle.poll(1, TimeUnit.SECONDS);
      }
      return reader;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(StoreFailure.CLOSED, "interrupted while the task store was busy", e);
    }
  }

  /** How many bytes the folder's disk has left. */
  public long usableBytes() {
    return folder.toFile().getUsableSpace();
  }

  /** Waits for those who read. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = false;
    for (int i = 0; i < READERS; i++) {
      try {
        idle.take().close();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (SQLException e) {
        // A connection that only read has nothing left to lose.
      }
    }
    release(null, channel);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(@Nullable Statements writes, FileChannel channel) {
    try (channel) {
      if (writes != null) {
        writes.close();
      }
    } catch (IOException | SQLException e) {
      // The process's end gives the lock back, if nothing else does.
    }
  }
}
