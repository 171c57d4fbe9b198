package dev.easel.store.sqlite;

import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.Database;
import dev.easel.store.journal.Statements;
import dev.easel.store.record.CounterStore;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counters of a folder. */
final class SqliteCounters implements CounterStore {
  private static final String READ = "SELECT amount FROM counters WHERE day = ? AND counter = ?";

  /** What stands before the name of a writer, whose newest turn is a counter too. */
  private static final String TURN = "turn/";

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
  public Map<String, Long> addAll(String name, long turn, long day, Map<String, Long> amounts) {
    return writer.write(
        (writes, effects) -> {
          String turns = TURN + name;
          long known = writes.number(READ, day, turns);
          if (turn > known) {
            add(writes, turns, day, turn - known);
          }
          Map<String, Long> sums = new HashMap<>();
          for (Map.Entry<String, Long> each : amounts.entrySet()) {
            String counter = each.getKey();
            boolean isAdded = turn > known && each.getValue() != 0;
            sums.put(
                counter,
                isAdded
                    ? add(writes, counter, day, each.getValue())
                    : writes.number(READ, day, counter));
          }
          return sums;
        });
  }

  @Override
  public SortedMap<String, Long> list(long day, String prefix) {
    return database.read(reader -> list(reader, day, prefix));
  }

  static SortedMap<String, Long> list(Statements reader, long day, String prefix)
      throws SQLException {
    SortedMap<String, Long> sums = new TreeMap<>();
    reader.all(
        "SELECT counter, amount FROM counters WHERE day = ? AND counter >= ? AND counter < ?",
        row -> sums.put(row.getString(1), row.getLong(2)),
        day,
        prefix,
        prefix + '\uffff');
    return sums;
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
