package dev.easel.http.desk.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.trace.TraceContext;
import dev.easel.http.desk.call.DeskAnswer;
import dev.easel.http.desk.call.DeskCall;
import dev.easel.http.desk.call.DeskErrors;
import dev.easel.http.desk.call.DeskJson;
import dev.easel.http.desk.call.DeskQuery;
import dev.easel.http.desk.call.DeskSettings;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.http.route.RouteTable;
import dev.easel.http.trace.TraceShelf;
import dev.easel.serving.Servable;
import dev.easel.store.task.IdempotencyKey;
import dev.easel.store.task.NewTask;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.Submission;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskPage;
import dev.easel.store.task.TaskPriority;
import dev.easel.store.task.TaskQuery;
import dev.easel.store.task.TaskStore;
import dev.easel.store.task.TaskTerms;
import dev.easel.task.TaskNote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes requests that nobody waits for, and says what became of them.
 *
 * <p><b>Threads</b>: any but event loops: every call waits for the store.
 *
 * <p><b>Failure</b>: {@link Refusal}, a request's mistake, or the store's failure.
 */
public final class TaskDesk {

  /** The group of tasks that are part of nothing. */
  public static final String GROUP = "task";

  private static final String ASYNC = "/async";
  private static final String USUAL_PREFIX = "/v1";

  /** What an answer with URLs depends on. */
  private static final List<String> ADDRESS =
      List.of("host", "x-forwarded-host", "x-forwarded-proto");

  private static final int SOON = 1;

  private final TaskStore store;
  private final DeskSettings settings;
  private final TaskView view;
  private final OwnerLimits limits;

  public TaskDesk(TaskStore store, DeskSettings settings, TaskView view) {
    this.store = store;
    this.settings = settings;
    this.view = view;
    this.limits = new OwnerLimits(store, settings);
  }

  /** The path of the request that a task stands for. */
  public static String atOnce(String path) {
    return path.endsWith(ASYNC) ? path.substring(0, path.length() - ASYNC.length()) : path;
  }

  /** Accepts a request as a task; the servable has been asked whether it could run. */
  public DeskAnswer submit(DeskCall call, Servable servable, HttpRequestPayload request) {
    TaskParameters fields = new TaskParameters(request);
    fields.checkNoStream();
    servable.check(request);
    Submission made = accept(call, servable, request, fields);
    if (made.kind() == Submission.Kind.CONFLICT) {
      throw new Refusal(
          ErrorAnswer.of(
              409,
              "this Idempotency-Key was sent before with another request; the task of that is "
                  + made.task().id(),
              "idempotency_key_reused"));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("location", tasksPath(call.path()) + made.task().id());
    headers.put("retry-after", String.valueOf(SOON));
    if (made.kind() == Submission.Kind.REPEATED) {
      headers.put("idempotent-replayed", "true");
    }
    TraceShelf.name(TaskNote.parse(made.task().terms().note()).headers())
        .ifPresent(name -> headers.put(TraceShelf.HEADER, name));
    return new DeskAnswer.Whole(DeskJson.answer(202, headers, view.whole(made.task())));
  }

  /** Goes on with a request whose client has left. */
  public StoredTask keep(DeskCall call, Servable servable, HttpRequestPayload request) {
    return accept(call, servable, request, new TaskParameters(request)).task();
  }

  /**
   * What of a request's headers the run needs, of which distributed trace it was a part, and
   * whether it is to be traced.
   */
  public static Map<String, String> keptHeaders(DeskCall call) {
    Map<String, String> headers = new LinkedHashMap<>();
    ADDRESS.forEach(name -> call.header(name).ifPresent(it -> headers.put(name, it)));
    TraceContext.of(call.headers()).ifPresent(trace -> headers.putAll(trace.headers()));
    if (TraceShelf.isAsked(call.headers())) {
      headers.put(TraceShelf.HEADER, TraceShelf.ASKED);
    }
    return headers;
  }

  private Submission accept(
      DeskCall call, Servable servable, HttpRequestPayload request, TaskParameters fields) {
    long bytes = call.body().remaining();
    Optional<String> webhook = fields.webhook(settings.hasWebhooks());
    Optional<IdempotencyKey> key = idempotency(call, request);
    limits.add(call.owner(), bytes);
    Map<String, String> headers = keptHeaders(call);
    headers.computeIfPresent(TraceShelf.HEADER, (header, asked) -> TraceShelf.newId());
    TaskTerms terms =
        new TaskTerms(
            call.owner(),
            request.model(),
            servable.name(),
            TaskPriority.INTERACTIVE,
            GROUP,
            new TaskNote(fields.seed(), call.caller(), bytes, headers).text(),
            webhook,
            settings.patience(),
            settings.keep());
    byte[] body = new byte[call.body().remaining()];
    call.body().duplicate().get(body);
    String type = call.headers().getOrDefault("content-type", "");
    return store.submit(new NewTask(terms, new TaskBody(atOnce(call.path()), type, body), key));
  }

  private static Optional<IdempotencyKey> idempotency(DeskCall call, HttpRequestPayload request) {
    Optional<String> sent = call.header("idempotency-key");
    if (sent.isPresent()
        && (sent.get().isBlank() || sent.get().length() > IdempotencyKey.MOST_CHARACTERS)) {
      throw RequestException.invalid(
          "Idempotency-Key", "it must have 1 to " + IdempotencyKey.MOST_CHARACTERS + " characters");
    }
    return sent.map(key -> new IdempotencyKey(key, RequestHash.of(request)));
  }

  private static String tasksPath(String path) {
    String prefix =
        RouteTable.PREFIXES.stream()
            .filter(each -> path.startsWith(each + "/"))
            .findFirst()
            .orElse(USUAL_PREFIX);
    return prefix + "/images/tasks/";
  }

  /** A task of the owner, with its result. */
  public DeskAnswer find(DeskCall call) {
    StoredTask task = owned(call);
    return new DeskAnswer.Whole(DeskJson.answer(200, Map.of(), view.whole(task)));
  }

  private StoredTask owned(DeskCall call) {
    String id = call.found().name();
    return store
        .find(id)
        .filter(task -> task.terms().owner().equals(call.owner()))
        .filter(task -> !task.terms().group().equals(TaskView.BATCHES))
        .orElseThrow(() -> DeskErrors.notFound("task", id));
  }

  /** Cancels a task; one that has ended stays as it is. */
  public DeskAnswer cancel(DeskCall call) {
    StoredTask task = owned(call);
    StoredTask now = store.cancel(task.id(), call.owner()).orElse(task);
    return new DeskAnswer.Whole(DeskJson.answer(200, view.node(now)));
  }

  /** The owner's tasks without their results, the newest first. */
  public DeskAnswer list(DeskCall call) {
    DeskQuery query = new DeskQuery(call.query());
    TaskPage page =
        store.list(
            new TaskQuery(call.owner(), Optional.of(GROUP), query.text("after"), query.limit()));
    ObjectNode answer = DeskJson.object();
    answer.put("object", "list");
    ArrayNode tasks = answer.putArray("data");
    page.tasks().forEach(task -> tasks.add(view.node(task)));
    putEnds(answer, tasks);
    answer.put("has_more", page.hasMore());
    return new DeskAnswer.Whole(DeskJson.answer(200, answer));
  }

  /** Where a page begins and ends, as OpenAI's lists say it. */
  public static void putEnds(ObjectNode answer, ArrayNode items) {
    answer.set("first_id", items.path(0).path("id").isTextual() ? items.get(0).get("id") : null);
    answer.set("last_id", items.isEmpty() ? null : items.get(items.size() - 1).get("id"));
  }

  /** Follows a task: its state whenever it has changed, until it ends. */
  public DeskAnswer follow(DeskCall call) {
    return new DeskAnswer.Pieces(new TaskEvents(store, view, owned(call).id()));
  }
}
