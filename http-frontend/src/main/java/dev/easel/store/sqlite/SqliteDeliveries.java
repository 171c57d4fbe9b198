package dev.easel.store.sqlite;

import dev.easel.store.delivery.Delivery;
import dev.easel.store.delivery.DeliveryStore;
import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.Database;
import dev.easel.store.signal.Signals;
import dev.easel.store.task.TaskStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The deliveries of a folder. */
final class SqliteDeliveries implements DeliveryStore {
  private static final String COLUMNS = "id, url, state, attempts, next, token, reason";
  private static final int MOST_OF_A_REASON = 500;

  private final Database database;
  private final ChangeWriter writer;
  private final StoreClock clock;
  private final Signals signals;

  SqliteDeliveries(Database database, ChangeWriter writer, StoreClock clock, Signals signals) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.signals = signals;
  }

  private static Delivery read(ResultSet row) throws SQLException {
    return new Delivery(
        row.getString(1),
        row.getString(2),
        state(row.getInt(3)),
        row.getInt(4),
        row.getLong(5),
        row.getLong(6),
        row.getString(7));
  }

  private static Delivery.State state(int number) {
    return switch (number) {
      case 0 -> Delivery.State.PENDING;
      case 1 -> Delivery.State.DELIVERED;
      default -> Delivery.State.DEAD;
    };
  }

  private static int number(Delivery.State state) {
    return switch (state) {
      case PENDING -> 0;
      case DELIVERED -> 1;
      case DEAD -> 2;
    };
  }

  @Override
  public Optional<Delivery> claim(Duration lease) {
    boolean isNoneDue =
        database.read(
            reader ->
                reader.number(
                        "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 0 AND next <= ?)",
                        clock.deadlineMillis())
                    == 0);
    if (isNoneDue) {
      return Optional.empty();
    }
    return writer.write(
        (writes, effects) -> {
          long now = clock.deadlineMillis();
          return writes.first(
              "UPDATE deliveries SET attempts = attempts + 1, token = token + 1, next = ?"
                  + " WHERE seq = (SELECT seq FROM deliveries WHERE state = 0 AND next <= ?"
                  + " ORDER BY next LIMIT 1) RETURNING "
                  + COLUMNS,
              SqliteDeliveries::read,
              now + lease.toMillis(),
              now);
        });
  }

  @Override
  public boolean delivered(Delivery delivery) {
    return change(delivery, Delivery.State.DELIVERED, Duration.ZERO, "");
  }

  @Override
  public boolean retry(Delivery delivery, Duration after, String reason) {
    return change(delivery, Delivery.State.PENDING, after, reason);
  }

  @Override
  public boolean giveUp(Delivery delivery, String reason) {
    return change(delivery, Delivery.State.DEAD, Duration.ZERO, reason);
  }

  private boolean change(Delivery delivery, Delivery.State state, Duration after, String reason) {
    String shown = reason.substring(0, Math.min(reason.length(), MOST_OF_A_REASON));
    return writer.write(
        (writes, effects) ->
            writes.update(
                    "UPDATE deliveries SET state = ?, next = ?, reason = ?"
                        + " WHERE id = ? AND token = ? AND state = 0",
                    number(state),
                    clock.deadlineMillis() + after.toMillis(),
                    shown,
                    delivery.taskId(),
                    delivery.token())
                == 1);
  }

  @Override
  public Optional<Delivery> find(String taskId) {
    return database.read(
        reader ->
            reader.first(
                "SELECT " + COLUMNS + " FROM deliveries WHERE id = ?",
                SqliteDeliveries::read,
                taskId));
  }

  @Override
  public List<Delivery> dead(int limit) {
    return database.read(
        reader ->
            reader.all(
                "SELECT " + COLUMNS + " FROM deliveries WHERE state = 2 ORDER BY seq DESC LIMIT ?",
                SqliteDeliveries::read,
                limit));
  }

  @Override
  public TaskStore.Registration onNew(Runnable listener) {
    return signals.listen(Signals.DELIVERIES, listener);
  }
}
