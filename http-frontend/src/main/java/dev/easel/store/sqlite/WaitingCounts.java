package dev.easel.store.sqlite;

import dev.easel.store.journal.Statements;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many tasks wait for each servable, so that a taker without work costs no transaction.
 *
 * <p><b>Threads</b>: any read, the writer's thread changes, after the commit.
 */
final class WaitingCounts {
  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final AtomicLong total = new AtomicLong();

  void load(Statements database) throws SQLException {
    database.all(
        "SELECT servable, COUNT(*) FROM tasks WHERE state = 0 GROUP BY servable",
        row -> {
          add(row.getString(1), row.getLong(2));
          return true;
        });
  }

  void add(String servable, long amount) {
    total.addAndGet(amount);
    counts.merge(servable, amount, (one, other) -> one + other == 0 ? null : one + other);
  }

  boolean has(String servable) {
    return counts.containsKey(servable);
  }

  long total() {
    return total.get();
  }

  Map<String, Long> all() {
    return Map.copyOf(counts);
  }
}
