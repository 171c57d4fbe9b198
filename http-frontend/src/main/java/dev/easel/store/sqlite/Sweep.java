package dev.easel.store.sqlite;

import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.Database;
import dev.easel.store.journal.Effects;
import dev.easel.store.journal.Statements;
import dev.easel.store.signal.Signals;
import dev.easel.store.task.TaskState;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Takes back what takers have lost, and ends what is over, a few tasks in each transaction. */
final class Sweep {
  /** So many cost a few milliseconds, for which others may wait. */
  private static final int MOST_AT_ONCE = 200;

  private static final String OVER =
      "SELECT " + TaskEnds.Row.COLUMNS + " FROM tasks WHERE state <> 1 AND expires <= ? LIMIT ?";

  private final StoreClock clock;
  private final OpenLeases leases;
  private final TaskEnds ends;
  private final Signals signals;
  private final int mostTakers;

  Sweep(StoreClock clock, OpenLeases leases, TaskEnds ends, Signals signals, int mostTakers) {
    this.clock = clock;
    this.leases = leases;
    this.ends = ends;
    this.signals = signals;
    this.mostTakers = mostTakers;
  }

  /** Everything that is due. */
  void run(Database database, ChangeWriter writer) {
    if (leases.hasLapsed()) {
      writer.write(this::takeBackLapsed);
    }
    while (isSomethingOver(database)) {
      writer.write(this::endSome);
    }
  }

  private boolean isSomethingOver(Database database) {
    return database.read(
        reader ->
            reader.number(
                    "SELECT EXISTS (SELECT 1 FROM tasks WHERE state <> 1 AND expires <= ?)",
                    clock.deadlineMillis())
                == 1);
  }

  private boolean takeBackLapsed(Statements database, Effects effects) throws SQLException {
    for (String id : leases.lapsed()) {
      Optional<TaskEnds.Row> task =
          database.first(
              "SELECT " + TaskEnds.Row.COLUMNS + " FROM tasks WHERE id = ? AND state = 1",
              TaskEnds.Row::read,
              id);
      if (task.isPresent()) {
        ends.takeBack(database, effects, task.orElseThrow(), mostTakers);
      }
    }
    return true;
  }

  /** What an earlier process was running: nobody of it is left. */
  boolean takeBackAll(Statements database, Effects effects) throws SQLException {
    for (TaskEnds.Row task :
        database.all(
            "SELECT " + TaskEnds.Row.COLUMNS + " FROM tasks WHERE state = 1", TaskEnds.Row::read)) {
      ends.takeBack(database, effects, task, mostTakers);
    }
    return true;
  }

  private boolean endSome(Statements database, Effects effects) throws SQLException {
    List<TaskEnds.Row> over =
        database.all(OVER, TaskEnds.Row::read, clock.deadlineMillis(), MOST_AT_ONCE);
    for (TaskEnds.Row task : over) {
      if (task.state() == TaskState.QUEUED) {
        ends.end(database, effects, task, TaskState.EXPIRED, false, Optional.empty());
      } else if (task.state() == TaskState.EXPIRED) {
        forget(database, task);
      } else {
        dropOutcome(database, effects, task);
      }
    }
    return true;
  }

  private void dropOutcome(Statements database, Effects effects, TaskEnds.Row task)
      throws SQLException {
    database.update(
        "UPDATE tasks SET state = ?, expires = ? WHERE seq = ?",
        TaskState.EXPIRED.number(),
        clock.deadlineMillis() + task.keepMillis(),
        task.seq());
    database.update("DELETE FROM outcomes WHERE seq = ?", task.seq());
    effects.afterCommit(() -> signals.tell(Signals.task(task.id())));
  }

  private static void forget(Statements database, TaskEnds.Row task) throws SQLException {
    database.update("DELETE FROM tasks WHERE seq = ?", task.seq());
    database.update("DELETE FROM deliveries WHERE seq = ?", task.seq());
  }
}
