package dev.easel.store.redis;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskPriority;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task as the fields of a hash. */
final class TaskFields {
  private static final byte[] NOTHING = {};

  private final Map<String, byte[]> fields = new HashMap<>();

  private TaskFields(List<?> flat) {
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      Object value = flat.get(i + 1);
      fields.put(
          RedisLink.text(flat.get(i)),
          value instanceof byte[] bytes ? bytes : RedisLink.bytes(RedisLink.text(value)));
    }
  }

  /** What a submission writes. */
  static List<byte[]> of(TaskTerms terms) {
    List<byte[]> flat =
        new ArrayList<>(
            RedisLink.arguments(
                "owner", terms.owner(),
                "model", terms.model(),
                "servable", terms.servable(),
                "priority", Integer.toString(terms.priority().number()),
                "group", terms.group(),
                "note", terms.note(),
                "wait", Long.toString(terms.longestWait().toMillis()),
                "keep", Long.toString(terms.keep().toMillis())));
    terms.webhook().ifPresent(url -> flat.addAll(RedisLink.arguments("webhook", url)));
    return flat;
  }

  /** The task of a list of fields and values; its outcome is among them, if it has one. */
  static StoredTask task(String id, Object flat) {
    return new TaskFields((List<?>) flat).task(id);
  }

  /** The tasks of a list of ids and lists; those that are gone meanwhile are left out. */
  static List<StoredTask> tasks(List<Object> pairs) {
    List<StoredTask> tasks = new ArrayList<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      if (!((List<?>) pairs.get(i + 1)).isEmpty()) {
        tasks.add(task(RedisLink.text(pairs.get(i)), pairs.get(i + 1)));
      }
    }
    return tasks;
  }

  private StoredTask task(String id) {
    TaskTerms terms =
        new TaskTerms(
            text("owner"),
            text("model"),
            text("servable"),
            TaskPriority.of((int) number("priority")),
            text("group"),
            text("note"),
            Optional.ofNullable(fields.get("webhook")).map(RedisLink::text),
            Duration.ofMillis(number("wait")),
            Duration.ofMillis(number("keep")));
    StoredTask.Times times =
        new StoredTask.Times(
            number("created"), number("started"), number("finished"), number("expires"));
    TaskState state = TaskState.valueOf(text("state"));
    boolean isRunning = state == TaskState.RUNNING;
    return new StoredTask(
        id,
        terms,
        state,
        times,
        isRunning ? (int) number("step") : 0,
        isRunning ? (int) number("steps") : 0,
        (int) number("takers"),
        fields.getOrDefault("outcome", NOTHING));
  }

  private String text(String name) {
    byte[] value = fields.get(name);
    if (value == null) {
      throw new StoreException(
          StoreFailure.DAMAGED, "a task in the task store's Redis has no field " + name);
    }
    return RedisLink.text(value);
  }

  private long number(String name) {
    return Long.parseLong(text(name));
  }
}
