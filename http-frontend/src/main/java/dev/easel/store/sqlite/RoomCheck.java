package dev.easel.store.sqlite;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.journal.Database;
import dev.easel.store.journal.Statements;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Refuses new things while less than the reserve is left, before SQLite must refuse everything:
 * what runs can then still end, and what ends makes room.
 *
 * <p><b>Threads</b>: the writer's. It looks again after a while only; the reserve is far larger
 * than what can come in between.
 */
final class RoomCheck {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Database database;
  private final long reserveBytes;
  private long lookedNanos;
  private boolean hasLooked;
  private boolean hasRoom;

  RoomCheck(Database database, long reserveBytes) {
    this.database = database;
    this.reserveBytes = reserveBytes;
  }

  void check(Statements writes) throws SQLException {
    long now = System.nanoTime();
    if (!hasLooked || now - lookedNanos > LOOK_NANOS) {
      lookedNanos = now;
      hasLooked = true;
      hasRoom = freeBytes(writes) >= reserveBytes;
    }
    if (!hasRoom) {
      throw new StoreException(
          StoreFailure.NO_ROOM,
          "the task store has less than %s MiB left: make room on its disk, or let results be kept for"
                  .formatted(reserveBytes >> 20)
              + " less time");
    }
  }

  private long freeBytes(Statements writes) throws SQLException {
    long pages =
        writes.number("PRAGMA max_page_count")
            - writes.number("PRAGMA page_count")
            + writes.number("PRAGMA freelist_count");
    return Math.min(pages * writes.number("PRAGMA page_size"), database.usableBytes());
  }
}
