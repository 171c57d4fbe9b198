package dev.easel.store.sqlite;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.Database;
import dev.easel.store.record.RecordStore;
import dev.easel.store.record.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The records of a folder. */
final class SqliteRecords implements RecordStore {
  private final Database database;
  private final ChangeWriter writer;
  private final RoomCheck room;

  SqliteRecords(Database database, ChangeWriter writer, RoomCheck room) {
    this.database = database;
    this.writer = writer;
    this.room = room;
  }

  private static StoredRecord read(ResultSet row) throws SQLException {
    return new StoredRecord(row.getString(1), row.getLong(2), row.getBytes(3));
  }

  @Override
  public Optional<StoredRecord> find(String space, String key) {
    return database.read(
        reader ->
            reader.first(
                "SELECT name, version, bytes FROM records WHERE space = ? AND name = ?",
                SqliteRecords::read,
                space,
                key));
  }

  @Override
  public boolean put(String space, String key, byte[] bytes, long version) {
    if (bytes.length > MOST_BYTES) {
      throw new StoreException(
          StoreFailure.TOO_LARGE,
          "a record has %s bytes, at most %s are kept".formatted(bytes.length, MOST_BYTES));
    }
    return writer.write(
        (writes, effects) -> {
          room.check(writes);
          return version == 0
              ? writes.update(
                      "INSERT OR IGNORE INTO records (space, name, version, bytes)"
                          + " VALUES (?, ?, 1, ?)",
                      space,
                      key,
                      bytes)
                  == 1
              : writes.update(
                      "UPDATE records SET version = version + 1, bytes = ?"
                          + " WHERE space = ? AND name = ? AND version = ?",
                      bytes,
                      space,
                      key,
                      version)
                  == 1;
        });
  }

  @Override
  public boolean remove(String space, String key, long version) {
    return writer.write(
        (writes, effects) ->
            writes.update(
                    "DELETE FROM records WHERE space = ? AND name = ? AND version = ?",
                    space,
                    key,
                    version)
                == 1);
  }

  @Override
  public List<StoredRecord> list(String space, String after, int limit) {
    return database.read(
        reader ->
            reader.all(
                "SELECT name, version, bytes FROM records WHERE space = ? AND name > ?"
                    + " ORDER BY name LIMIT ?",
                SqliteRecords::read,
                space,
                after,
                limit));
  }
}
