package dev.easel.http.desk.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.http.RequestException;
import dev.easel.http.desk.call.DeskAnswer;
import dev.easel.http.desk.call.DeskCall;
import dev.easel.http.desk.call.DeskErrors;
import dev.easel.http.desk.call.DeskJson;
import dev.easel.http.desk.call.DeskQuery;
import dev.easel.http.desk.task.TaskDesk;
import dev.easel.http.desk.task.TaskView;
import dev.easel.store.task.NewTask;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskPage;
import dev.easel.store.task.TaskPriority;
import dev.easel.store.task.TaskQuery;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskStore;
import dev.easel.store.task.TaskTerms;
import dev.easel.task.TaskNote;
import dev.easel.task.batch.BatchEnd;
import dev.easel.task.batch.BatchOrder;
import dev.easel.task.batch.BatchRunner;
import dev.easel.task.batch.BatchState;
import dev.easel.task.batch.BatchState.Phase;
import dev.easel.task.batch.BatchStates;
import dev.easel.task.file.FileShelf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Batches in OpenAI's shape. */
public final class BatchDesk {
  private static final Set<String> ENDPOINTS =
      Set.of(
          "/v1/images/generations",
          "/v1/images/edits",
          "/v3/images/generations",
          "/v3/images/edits");

  private static final int MOST_METADATA = 16;
  private static final int LONGEST_METADATA = 512;
  private static final Duration WINDOW = Duration.ofHours(24);
  private static final Duration WAIT = Duration.ofHours(25);
  private static final Duration KEEP = Duration.ofDays(30);

  private final TaskStore tasks;
  private final BatchStates states;
  private final FileShelf shelf;
  private final BatchView view;
  private final BatchEnd end;
  private final InstantSource clock;
  private final InstantSource steadyClock;

  public BatchDesk(
      TaskStore tasks,
      BatchStates states,
      FileShelf shelf,
      InstantSource clock,
      InstantSource steadyClock) {
    this.steadyClock = steadyClock;
    this.tasks = tasks;
    this.states = states;
    this.shelf = shelf;
    this.clock = clock;
    this.view = new BatchView(clock);
    this.end = new BatchEnd(shelf, states);
  }

  public DeskAnswer create(DeskCall call) {
    ByteBuffer body = call.body();
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    JsonNode asked = DeskJson.read(bytes);
    if (!asked.isObject()) {
      throw RequestException.of("", "invalid_json", "the body must be a JSON object, such as {…}");
    }
    String file = text(asked, "input_file_id");
    String endpoint = text(asked, "endpoint");
    String window = text(asked, "completion_window");
    if (!ENDPOINTS.contains(endpoint)) {
      throw RequestException.invalid("endpoint", "it must be one of " + ENDPOINTS);
    }
    if (!window.equals("24h")) {
      throw RequestException.invalid("completion_window", "it must be 24h");
    }
    if (shelf.find(call.owner(), file).isEmpty()) {
      throw RequestException.invalid("input_file_id", "there is no file '" + file + "'");
    }
    checkMetadata(asked.path("metadata"));
    Map<String, String> headers = TaskDesk.keptHeaders(call);
    BatchOrder order =
        new BatchOrder(
            file,
            endpoint,
            window,
            asked.path("metadata").isObject() ? asked.get("metadata") : NullNode.instance,
            call.caller(),
            headers,
            steadyClock.millis() + WINDOW.toMillis(),
            shelf.nextId(),
            shelf.nextId());
    TaskTerms terms =
        new TaskTerms(
            call.owner(),
            "",
            BatchRunner.LINE,
            TaskPriority.INTERACTIVE,
            TaskView.BATCHES,
            new TaskNote(0, call.caller(), bytes.length, headers).text(),
            Optional.empty(),
            WAIT,
            KEEP);
    TaskBody kept = new TaskBody(call.path(), "application/json", order.json());
    StoredTask made = tasks.submit(new NewTask(terms, kept, Optional.empty())).task();
    states.order(made.id(), order);
    return new DeskAnswer.Whole(DeskJson.answer(200, view.node(made, order, BatchState.NEW)));
  }

  private static String text(JsonNode asked, String field) {
    JsonNode value = asked.path(field);
    if (!value.isTextual()) {
      throw RequestException.missing(field, "is missing; send a text");
    }
    return value.asText();
  }

  private static void checkMetadata(JsonNode metadata) {
    boolean isRight = metadata.isMissingNode() || metadata.isNull() || metadata.isObject();
    if (isRight && metadata.isObject()) {
      isRight = metadata.size() <= MOST_METADATA;
      for (JsonNode value : metadata) {
        isRight &= value.isTextual() && value.asText().length() <= LONGEST_METADATA;
      }
    }
    if (!isRight) {
      throw RequestException.invalid(
          "metadata", "it must be an object of at most 16 texts of at most 512 characters");
    }
  }

  public DeskAnswer find(DeskCall call) {
    return new DeskAnswer.Whole(DeskJson.answer(200, node(owned(call))));
  }

  private StoredTask owned(DeskCall call) {
    String id = call.found().name();
    return tasks
        .find(TaskView.batchTask(id))
        .filter(task -> task.terms().owner().equals(call.owner()))
        .filter(task -> task.terms().group().equals(TaskView.BATCHES))
        .orElseThrow(() -> DeskErrors.notFound("batch", id));
  }

  private ObjectNode node(StoredTask task) {
    BatchOrder order =
        order(task.id())
            .orElseThrow(() -> DeskErrors.notFound("batch", TaskView.batchId(task.id())));
    return view.node(task, order, states.find(task.id()));
  }

  /** A server that died while it took a batch in may have left the order with the task alone. */
  private Optional<BatchOrder> order(String task) {
    return states
        .order(task)
        .or(() -> tasks.body(task).map(body -> BatchOrder.parse(body.bytes())));
  }

  /** Who runs the batch ends it; one that nobody runs is ended here. */
  public DeskAnswer cancel(DeskCall call) {
    StoredTask task = owned(call);
    StoredTask now = tasks.cancel(task.id(), call.owner()).orElse(task);
    boolean wasWaiting = task.state() == TaskState.QUEUED && now.state() == TaskState.CANCELLED;
    if (wasWaiting) {
      order(task.id())
          .ifPresent(
              order ->
                  end.end(task, order, states.find(task.id()), Phase.CANCELLED, clock.millis()));
    }
    return new DeskAnswer.Whole(DeskJson.answer(200, node(now)));
  }

  public DeskAnswer list(DeskCall call) {
    DeskQuery query = new DeskQuery(call.query());
    TaskPage page =
        tasks.list(
            new TaskQuery(
                call.owner(),
                Optional.of(TaskView.BATCHES),
                query.text("after").map(TaskView::batchTask),
                query.limit()));
    ObjectNode answer = DeskJson.object();
    answer.put("object", "list");
    ArrayNode batches = answer.putArray("data");
    page.tasks().stream()
        .filter(task -> order(task.id()).isPresent())
        .forEach(task -> batches.add(node(task)));
    TaskDesk.putEnds(answer, batches);
    answer.put("has_more", page.hasMore());
    return new DeskAnswer.Whole(DeskJson.answer(200, answer));
  }
}
