package dev.easel.http.desk.task;

import dev.easel.http.desk.call.DeskSettings;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskQuery;
import dev.easel.store.task.TaskStore;
import dev.easel.task.TaskNote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps one owner from taking all the room.
 *
 * <p>What an owner has waiting is counted when it may have reached the limit, and added up between:
 * so a submission asks the store for a list only now and then. Several servers of one store, which
 * count apart, may together exceed a limit by what each accepts between two counts.
 *
 * <p><b>Threads</b>: any.
 */
final class OwnerLimits {
  private final TaskStore store;
  private final DeskSettings settings;
  private final Map<String, Held> owners = new ConcurrentHashMap<>();

  private record Held(long tasks, long bytes) {
    Held plus(long more) {
      return new Held(tasks + 1, bytes + more);
    }
  }

  OwnerLimits(TaskStore store, DeskSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Counts a task that is to be accepted; refuses it with a 429 where there is no room for it. */
  void add(String owner, long bytes) {
    if (bytes > settings.taskBytes()) {
      throw new Refusal(
          ErrorAnswer.of(
              413,
              "the request has %d bytes, and all waiting tasks of a key may have %d"
                  .formatted(bytes, settings.taskBytes()),
              "request_too_large"));
    }
    owners.compute(
        owner,
        (name, known) -> {
          Held held = known == null || isFull(known.plus(bytes)) ? count(name) : known;
          if (isFull(held.plus(bytes))) {
            throw full(held);
          }
          return held.plus(bytes);
        });
  }

  private boolean isFull(Held held) {
    return held.tasks() > settings.tasks() || held.bytes() > settings.taskBytes();
  }

  /** Tasks wait in the order in which they came, so the newest are those that have not ended. */
  private Held count(String owner) {
    long tasks = 0;
    long bytes = 0;
    Optional<String> after = Optional.empty();
    while (true) {
      List<StoredTask> page =
          store
              .list(new TaskQuery(owner, Optional.of(TaskDesk.GROUP), after, TaskQuery.MOST))
              .tasks();
      long before = tasks;
      for (StoredTask task : page) {
        if (!task.state().isEnd()) {
          tasks++;
          bytes += TaskNote.parse(task.terms().note()).bytes();
        }
      }
      if (page.size() < TaskQuery.MOST || tasks == before || tasks > settings.tasks()) {
        return new Held(tasks, bytes);
      }
      after = Optional.of(page.get(page.size() - 1).id());
    }
  }

  private Refusal full(Held held) {
    return new Refusal(
        ErrorAnswer.of(
                429,
                "%d tasks of this key wait or run already, of %d bytes; it may have %d of %d bytes"
                    .formatted(held.tasks(), held.bytes(), settings.tasks(), settings.taskBytes()),
                "tasks_full")
            .with("retry-after", "5"));
  }
}
