package dev.easel.store.sqlite;

import dev.easel.store.journal.Effects;
import dev.easel.store.journal.Statements;
import dev.easel.store.signal.Signals;
import dev.easel.store.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a task's row goes through when it ends or goes back into the line. On the writer's thread.
 */
final class TaskEnds {
  private final StoreClock clock;
  private final OpenLeases leases;
  private final WaitingCounts waiting;
  private final BodyFiles files;
  private final Signals signals;

  /** What must be known of a task to move it. */
  record Row(
      long seq,
      String id,
      String owner,
      String servable,
      TaskState state,
      int takers,
      @Nullable String webhook,
      long waitMillis,
      long keepMillis) {
    static final String COLUMNS =
        "seq, id, owner, servable, state, takers, webhook, wait_millis, keep_millis";

    static Row read(ResultSet row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          TaskRows.state(row, 5),
          row.getInt(6),
          row.getString(7),
          row.getLong(8),
          row.getLong(9));
    }
  }

  TaskEnds(
      StoreClock clock,
      OpenLeases leases,
      WaitingCounts waiting,
      BodyFiles files,
      Signals signals) {
    this.clock = clock;
    this.leases = leases;
    this.waiting = waiting;
    this.files = files;
    this.signals = signals;
  }

  /** Ends a task that waits or runs. */
  void end(
      Statements database,
      Effects effects,
      Row task,
      TaskState state,
      boolean isDead,
      Optional<byte[]> outcome)
      throws SQLException {
    long now = clock.deadlineMillis();
    database.update(
        "UPDATE tasks SET state = ?, finished = ?, expires = ?, dead = ? WHERE seq = ?",
        state.number(),
        clock.dateMillis(),
        now + task.keepMillis,
        isDead ? 1 : 0,
        task.seq);
    if (outcome.isPresent()) {
      database.update(
          "INSERT INTO outcomes (seq, bytes) VALUES (?, ?)", task.seq, outcome.orElseThrow());
    }
    if (task.webhook != null) {
      database.update(
          "INSERT INTO deliveries (seq, id, url, state, attempts, next, token, reason)"
              + " VALUES (?, ?, ?, 0, 0, ?, 0, '')",
          task.seq,
          task.id,
          task.webhook,
          now);
      effects.afterCommit(() -> signals.tell(Signals.DELIVERIES));
    }
    boolean isInFile =
        database.number("DELETE FROM bodies WHERE seq = ? RETURNING in_file", task.seq) == 1;
    effects.afterCommit(
        () -> {
          leases.end(task.id);
          if (task.state == TaskState.QUEUED) {
            waiting.add(task.servable, -1);
          }
          if (isInFile) {
            files.remove(task.id);
          }
          signals.tell(Signals.task(task.id));
        });
  }

  /** Puts a running task back into the line, where its number is lower than that of later ones. */
  void putBack(Statements database, Effects effects, Row task, int takers) throws SQLException {
    database.update(
        "UPDATE tasks SET state = 0, takers = ?, worker = '', started = 0, expires = MAX(expires, ?)"
            + " WHERE seq = ?",
        takers,
        clock.deadlineMillis() + task.waitMillis,
        task.seq);
    effects.afterCommit(
        () -> {
          leases.end(task.id);
          waiting.add(task.servable, 1);
          signals.tell(Signals.WORK);
          signals.tell(Signals.task(task.id));
        });
  }

  /** Takes a task back whose taker is gone. */
  void takeBack(Statements database, Effects effects, Row task, int mostTakers)
      throws SQLException {
    if (task.takers >= mostTakers) {
      end(database, effects, task, TaskState.FAILED, true, Optional.empty());
    } else {
      putBack(database, effects, task, task.takers);
    }
  }
}
