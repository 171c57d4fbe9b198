package dev.easel.store.journal;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in a store's words what SQLite says in its own. */
final class EngineFailures {
  private EngineFailures() {}

  static StoreException translate(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException own ? own.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    return switch (code) {
      case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE ->
          new StoreException(
              StoreFailure.NO_ROOM,
              "the disk of the task store is full: make room there, or let results be kept for less"
                  + " time",
              e);
      case SQLITE_TOOBIG ->
          new StoreException(StoreFailure.TOO_LARGE, "the task store takes nothing so large", e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new StoreException(
              StoreFailure.IN_USE, "another program has the task store's database open", e);
      default ->
          new StoreException(
              StoreFailure.DAMAGED,
              "the task store's database cannot be used: " + e.getMessage(),
              e);
    };
  }
}
