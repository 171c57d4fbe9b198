package dev.easel.store.sqlite;

import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.Database;
import dev.easel.store.journal.Statements;
import dev.easel.store.record.CounterStore;
import java.sql.SQLException;
import java.util.OptionalLong;

/** The counters of a folder. */
final class SqliteCounters implements CounterStore {
  private static final String READ = "SELECT amount FROM counters WHERE day = ? AND counter = ?";

  private final Database database;
  private final ChangeWriter writer;

  SqliteCounters(Database database, ChangeWriter writer) {
    this.database = database;
    this.writer = writer;
  }

  @Override
  public long add(String counter, long day, long amount) {
    return writer.write((writes, effects) -> add(writes, counter, day, amount));
  }

  private static long add(Statements writes, String counter, long day, long amount)
      throws SQLException {
    return writes.number(
        "INSERT INTO counters (day, counter, amount) VALUES (?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET amount = amount + excluded.amount RETURNING amount",
        day,
        counter,
        amount);
  }

  @Override
  public OptionalLong addWithin(String counter, long day, long amount, long limit) {
    return writer.write(
        (writes, effects) ->
            writes.number(READ, day, counter) > limit - amount
                ? OptionalLong.empty()
                : OptionalLong.of(add(writes, counter, day, amount)));
  }

  @Override
  public long read(String counter, long day) {
    return database.read(reader -> reader.number(READ, day, counter));
  }

  @Override
  public void forgetBefore(long day) {
    writer.write((writes, effects) -> writes.update("DELETE FROM counters WHERE day < ?", day));
  }
}
