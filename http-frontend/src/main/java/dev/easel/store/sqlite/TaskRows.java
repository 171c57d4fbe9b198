package dev.easel.store.sqlite;

import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskPriority;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskTerms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Makes tasks of the table's rows. */
final class TaskRows {
  /** What {@link #task} reads; the first column that follows is number {@link #NEXT}. */
  static final String COLUMNS =
      "id, owner, model, servable, priority, grp, note, webhook, wait_millis, keep_millis, state,"
          + " created, started, finished, expires, takers";

  static final int NEXT = 17;

  private static final byte[] NOTHING = {};

  private TaskRows() {}

  static StoredTask task(ResultSet row) throws SQLException {
    TaskTerms terms =
        new TaskTerms(
            row.getString(2),
            row.getString(3),
            row.getString(4),
            TaskPriority.of(row.getInt(5)),
            row.getString(6),
            row.getString(7),
            Optional.ofNullable(row.getString(8)),
            Duration.ofMillis(row.getLong(9)),
            Duration.ofMillis(row.getLong(10)));
    StoredTask.Times times =
        new StoredTask.Times(row.getLong(12), row.getLong(13), row.getLong(14), row.getLong(15));
    return new StoredTask(
        row.getString(1), terms, state(row, 11), times, 0, 0, row.getInt(16), NOTHING);
  }

  /** Reads {@link #COLUMNS} and the outcome after them. */
  static StoredTask taskWithOutcome(ResultSet row) throws SQLException {
    byte[] outcome = row.getBytes(NEXT);
    return withOutcome(task(row), outcome == null ? NOTHING : outcome);
  }

  static StoredTask withOutcome(StoredTask task, byte[] outcome) {
    return new StoredTask(
        task.id(),
        task.terms(),
        task.state(),
        task.times(),
        task.step(),
        task.steps(),
        task.takers(),
        outcome);
  }

  static TaskState state(ResultSet row, int column) throws SQLException {
    return TaskState.of(row.getInt(column));
  }
}
