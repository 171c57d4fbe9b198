package dev.easel.http.desk.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.http.desk.call.DeskJson;
import dev.easel.http.error.ErrorObject;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskStore;
import dev.easel.task.ServableLines;
import dev.easel.task.TaskPace;
import dev.easel.task.TaskProgress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Shows tasks as clients see them.
 *
 * <p><b>Threads</b>: any; showing a task that waits asks the store.
 */
public final class TaskView {
  /** The group of the tasks that stand for batches. */
  public static final String BATCHES = "batch";

  private static final String BATCH_PREFIX = "batch_";
  private static final String TASK_PREFIX = "imgtask_";
  private static final double THOUSAND = 1000;

  private final TaskStore store;
  private final TaskPace pace;
  private final InstantSource clock;

  public TaskView(TaskStore store, TaskPace pace, InstantSource clock) {
    this.store = store;
    this.pace = pace;
    this.clock = clock;
  }

  /** A batch's id, by that of the task which stands for it. */
  public static String batchId(String task) {
    return BATCH_PREFIX + task.replace(TASK_PREFIX, "");
  }

  /** The id of the task that stands for a batch. */
  public static String batchTask(String id) {
    return id.startsWith(BATCH_PREFIX) ? TASK_PREFIX + id.substring(BATCH_PREFIX.length()) : id;
  }

  /** A task with its result, in pieces: a result may be long, and is not copied. */
  List<ByteBuffer> whole(StoredTask task) {
    String text = node(task).toString();
    if (task.state() != TaskState.COMPLETED || task.outcome().length == 0) {
      return List.of(DeskJson.utf8(text));
    }
    return List.of(
        DeskJson.utf8(text.substring(0, text.length() - 1) + ",\"result\":"),
        ByteBuffer.wrap(task.outcome()),
        DeskJson.utf8("}"));
  }

  /** A task without its result. */
  public ObjectNode node(StoredTask task) {
    ObjectNode node = DeskJson.object();
    node.put("id", task.id());
    node.put("object", "image.task");
    node.put("status", task.state().name().toLowerCase(Locale.ROOT));
    node.put("model", task.terms().model());
    putTime(node, "created_at", task.times().createdMillis());
    putTime(node, "started_at", task.times().startedMillis());
    putTime(node, "finished_at", task.times().finishedMillis());
    putTime(node, "expires_at", task.times().expiresMillis());
    if (!task.terms().group().equals(TaskDesk.GROUP)) {
      node.put("batch_id", batchId(task.terms().group()));
    }
    if (!task.state().isEnd()) {
      putProgress(node.putObject("progress"), task);
    }
    if (task.state() == TaskState.FAILED) {
      node.set("error", error(task));
    }
    return node;
  }

  private static void putTime(ObjectNode node, String field, long millis) {
    if (millis == 0) {
      node.putNull(field);
    } else {
      node.put(field, millis / 1000);
    }
  }

  private void putProgress(ObjectNode node, StoredTask task) {
    OptionalDouble eta;
    if (task.state() == TaskState.QUEUED) {
      OptionalLong before = store.position(task.id());
      node.put("queue_position", before.orElse(0) + 1);
      node.put("step", 0);
      node.put("steps", task.steps());
      OptionalDouble each = pace.secondsOf(ServableLines.servable(task.terms().servable()));
      eta =
          each.isPresent()
              ? OptionalDouble.of(each.getAsDouble() * (before.orElse(0) + 1))
              : OptionalDouble.empty();
    } else {
      Optional<TaskProgress> here = pace.progress(task.id());
      node.put("queue_position", here.map(TaskProgress::position).orElse(0));
      node.put("step", here.map(TaskProgress::step).filter(it -> it > 0).orElse(task.step()));
      node.put("steps", here.map(TaskProgress::steps).filter(it -> it > 0).orElse(task.steps()));
      eta =
          here.map(it -> OptionalDouble.of(it.secondsLeftNow()))
              .filter(it -> it.getAsDouble() >= 0)
              .orElseGet(() -> byWhatIsDone(task));
    }
    if (eta.isPresent()) {
      node.put("eta_seconds", Math.round(eta.getAsDouble() * THOUSAND) / THOUSAND);
    } else {
      node.putNull("eta_seconds");
    }
  }

  /** Of a task that runs on another server. */
  private OptionalDouble byWhatIsDone(StoredTask task) {
    double seconds = Math.max(0, clock.millis() - task.times().startedMillis()) / THOUSAND;
    return task.step() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(seconds / task.step() * (task.steps() - task.step()));
  }

  /** What went wrong: what the run said, or that nobody was left to say anything. */
  public static JsonNode error(StoredTask task) {
    JsonNode told = DeskJson.read(task.outcome()).path("error");
    if (told.isObject()) {
      return told;
    }
    String message =
        task.outcome().length == 0
            ? "the servers that worked on this task ended, %d times; it is not tried again"
                .formatted(Math.max(1, task.takers()))
            : new String(task.outcome(), StandardCharsets.UTF_8);
    String code = task.outcome().length == 0 ? "task_lost" : "graph_error";
    ErrorObject error =
        new ErrorObject(message, "server_error", Optional.empty(), Optional.of(code));
    return DeskJson.read(error.json().getBytes(StandardCharsets.UTF_8)).path("error");
  }
}
