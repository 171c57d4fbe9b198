package dev.easel.task.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.store.task.IdempotencyKey;
import dev.easel.store.task.Lease;
import dev.easel.store.task.NewTask;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskPriority;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskStore;
import dev.easel.store.task.TaskTerms;
import dev.easel.task.ServableLines;
import dev.easel.task.TaskNote;
import dev.easel.task.batch.BatchState.Phase;
import dev.easel.task.file.FileShelf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One server's turn with one batch.
 *
 * <p>Lines go on their way in order, and get into the files in order: how many are there is all
 * that has to be known to go on after a crash. A line's task has the batch and the line for its
 * idempotency key, and its seed follows from both, so that no line runs twice for having been sent
 * twice, and every attempt makes the same images.
 *
 * <p><b>Threads</b>: one, which waits; the store's only wake it.
 */
final class BatchRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ERRORS = 100;
  private static final int MASK_BITS = 32;
  private static final int ROOM = 512;
  private static final byte[] NOTHING = {};
  private static final long LOOK_MILLIS = 500;

  /** How a turn ends. */
  enum End {
    /** The batch is over. */
    OVER,
    /** Others have their turn; the batch is not over. */
    TO_BE_CONTINUED
  }

  /**
   * What a batch needs.
   *
   * @param clock by which dates are told
   * @param steadyClock by which a batch's time ends
   * @param isEnding whether the server ends
   */
  record Tools(
      TaskStore tasks,
      BatchStates states,
      FileShelf shelf,
      BatchRoad road,
      BatchSettings settings,
      InstantSource clock,
      InstantSource steadyClock,
      BooleanSupplier isEnding) {}

  /** A line on its way: as a task, or as what is wrong with it. */
  private record Pending(int line, String customId, String task, Optional<Mistake> mistake) {}

  /** What is wrong with a line, as an answer would have said it. */
  private record Mistake(int status, JsonNode body) {}

  private final Tools tools;
  private final Lease lease;
  private final StoredTask batch;
  private final BatchOrder order;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final Semaphore signal = new Semaphore(0);
  private final long begunNanos = System.nanoTime();
  private long renewedNanos = System.nanoTime();
  private BatchState state = BatchState.NEW;

  /** A line that was read and could not be sent yet. */
  private byte @Nullable [] held;

  BatchRun(Tools tools, Lease lease, BatchOrder order) {
    this.tools = tools;
    this.lease = lease;
    this.batch = lease.task();
    this.order = order;
  }

  /** Goes on with the batch. */
  End run() throws InterruptedException {
    state = tools.states().find(batch.id());
    if (state.phase() == Phase.VALIDATING && !validate()) {
      return End.OVER;
    }
    if (state.phase() == Phase.IN_PROGRESS) {
      Optional<Phase> end = goOn();
      if (end.isEmpty()) {
        return End.TO_BE_CONTINUED;
      }
      finish(end.get());
    }
    tools.tasks().complete(lease, state.json());
    return End.OVER;
  }

  // ---- validating

  private boolean validate() {
    ArrayNode errors = JSON.createArrayNode();
    Set<String> ids = new HashSet<>();
    int lines = 0;
    InputLines input = input();
    for (Optional<byte[]> line = input.next(); line.isPresent(); line = input.next()) {
      lines++;
      renew();
      if (lines > tools.settings().lines()) {
        addError(
            errors,
            lines,
            "too_many_lines",
            "",
            "a batch has at most %d requests".formatted(tools.settings().lines()));
        break;
      }
      try {
        BatchLine read =
            BatchLine.parse(line.get(), order.endpoint(), tools.settings().lineBytes());
        if (!ids.add(read.customId())) {
          throw new BatchLine.MistakeException(
              "duplicate_custom_id", "custom_id", "custom_id was there before");
        }
      } catch (BatchLine.MistakeException e) {
        addError(errors, lines, e.code(), e.param(), String.valueOf(e.getMessage()));
      }
      if (errors.size() >= MOST_ERRORS) {
        break;
      }
    }
    if (lines == 0) {
      addError(errors, 0, "empty_file", "", "the file has no lines, or is gone");
    }
    long now = tools.clock().millis();
    state = errors.isEmpty() ? state.begin(lines, now) : state.fail(errors, now);
    tools.states().put(batch.id(), state);
    if (!errors.isEmpty()) {
      tools.tasks().complete(lease, state.json());
    }
    return errors.isEmpty();
  }

  private static void addError(
      ArrayNode errors, int line, String code, String param, String message) {
    ObjectNode error = errors.addObject();
    error.put("code", code);
    error.put("line", line);
    error.put("message", message);
    error.put("param", param.isEmpty() ? null : param);
  }

  private InputLines input() {
    return new InputLines(tools.shelf().read(order.inputFile()), tools.settings().lineBytes());
  }

  // ---- sending and collecting

  /** Until all lines are written; how it ended, or empty when it is another's turn. */
  private Optional<Phase> goOn() throws InterruptedException {
    InputLines input = input();
    for (int line = 0; line < state.written(); line++) {
      input.next();
    }
    int next = state.written();
    while (state.written() < state.total()) {
      if (!renew() || isCancelled()) {
        return endOf(Phase.CANCELLED);
      }
      if (isExpired()) {
        Optional<Phase> end = endOf(Phase.EXPIRED);
        return expireRest(input, next) ? end : Optional.empty();
      }
      boolean isTurnOver = System.nanoTime() - begunNanos > tools.settings().slice().toNanos();
      if (tools.isEnding().getAsBoolean() || (isTurnOver && pending.isEmpty())) {
        return Optional.empty();
      }
      while (!isTurnOver
          && next < state.total()
          && pending.size() < tools.settings().window()
          && tools.road().wait(batch.terms().owner()).isEmpty()) {
        byte[] line = held == null ? input.next().orElse(NOTHING) : held;
        Optional<Pending> sent = send(next, line);
        held = sent.isPresent() ? null : line;
        if (sent.isEmpty()) {
          break;
        }
        pending.add(sent.get());
        next++;
      }
      if (pending.isEmpty()) {
        signal.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      collect();
    }
    return Optional.of(Phase.COMPLETED);
  }

  private boolean isCancelled() {
    return tools
        .tasks()
        .find(batch.id())
        .map(task -> task.state() == TaskState.CANCELLED)
        .orElse(true);
  }

  /**
   * A lease that counts for nothing because another server has it is no reason to end the batch.
   */
  private Optional<Phase> endOf(Phase why) {
    if (why == Phase.CANCELLED && !isCancelled()) {
      return Optional.empty();
    }
    for (Pending each : pending) {
      if (!each.task().isEmpty()) {
        var unused = tools.tasks().cancel(each.task(), batch.terms().owner());
      }
    }
    return Optional.of(why);
  }

  private boolean isExpired() {
    return tools.steadyClock().millis() > order.endsMillis();
  }

  /**
   * Every line that has no answer gets an error, so that the files tell of each request; false when
   * another server has the batch, or this one ends.
   */
  private boolean expireRest(InputLines input, int unsent) {
    while (state.written() < state.total()) {
      if (!renew() || tools.isEnding().getAsBoolean()) {
        return false;
      }
      Pending open = pending.peek();
      Optional<StoredTask> task =
          open == null || open.task().isEmpty()
              ? Optional.empty()
              : tools.tasks().find(open.task());
      if (open == null) {
        writeExpired(unwritten(state.written(), unsent, input));
      } else if (open.mistake().isPresent()) {
        collectMistake(open, open.mistake().get());
      } else if (task.isPresent() && task.get().state() == TaskState.COMPLETED) {
        write(open, task);
      } else {
        writeExpired(open);
      }
    }
    return true;
  }

  /** A line that was never sent; one that was read and could not be sent is at hand. */
  private Pending unwritten(int line, int unsent, InputLines input) {
    byte[] text = line == unsent && held != null ? held : input.next().orElse(NOTHING);
    String customId = "";
    try {
      customId = BatchLine.parse(text, order.endpoint(), tools.settings().lineBytes()).customId();
    } catch (BatchLine.MistakeException e) {
      // It was looked through before; whatever has become of it, its place is told.
    }
    Pending unwritten = new Pending(line, customId, "", Optional.empty());
    pending.add(unwritten);
    return unwritten;
  }

  private void writeExpired(Pending line) {
    ObjectNode node = head(line);
    node.putNull("response");
    node.putObject("error")
        .put("code", "batch_expired")
        .put("message", "This request could not be executed before the completion window expired.");
    append(line, false, utf8(node));
  }

  private boolean renew() {
    long now = System.nanoTime();
    if (now - renewedNanos < tools.settings().lease().toNanos() / 3) {
      return true;
    }
    renewedNanos = now;
    tools.tasks().progress(lease, state.written(), state.total());
    return tools.tasks().renew(lease, tools.settings().lease());
  }

  /** Sends a line on its way; empty when its servable takes nothing at the moment. */
  private Optional<Pending> send(int line, byte[] text) {
    String customId = "";
    try {
      BatchLine read = BatchLine.parse(text, order.endpoint(), tools.settings().lineBytes());
      customId = read.customId();
      return Optional.of(new Pending(line, customId, submit(line, read), Optional.empty()));
    } catch (BatchLine.MistakeException e) {
      Mistake mistake = new Mistake(400, message(String.valueOf(e.getMessage())));
      return Optional.of(new Pending(line, customId, "", Optional.of(mistake)));
    } catch (StatusException e) {
      if (e.code() == StatusCode.UNAVAILABLE) {
        return Optional.empty();
      }
      Mistake mistake = new Mistake(tools.road().status(e), tools.road().error(e));
      return Optional.of(new Pending(line, customId, "", Optional.of(mistake)));
    }
  }

  private static byte[] utf8(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode message(String text) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("message", text).put("type", "invalid_request_error");
    return body;
  }

  private String submit(int line, BatchLine read) {
    BatchRoad.LineRequest request =
        tools.road().request(order.endpoint(), read.body(), batch.terms().owner());
    TaskBody body = request.body();
    long seed = request.seed().orElse(seed(line));
    TaskNote note =
        new TaskNote(
            seed, order.caller(), body.bytes().length, line, read.customId(), order.headers());
    TaskTerms terms =
        new TaskTerms(
            batch.terms().owner(),
            request.model(),
            ServableLines.batch(request.servable()),
            TaskPriority.BATCH,
            batch.id(),
            note.text(),
            Optional.empty(),
            tools.settings().keep(),
            tools.settings().keep());
    IdempotencyKey once = new IdempotencyKey(batch.id() + "/" + line, "line");
    return tools.tasks().submit(new NewTask(terms, body, Optional.of(once))).task().id();
  }

  /** Of 32 bits, which is what models use of it; spread, so that lines are no neighbours. */
  private long seed(int line) {
    long mixed = (batch.id().hashCode() * 31L + line) * 0x9E3779B97F4A7C15L;
    return mixed >>> MASK_BITS;
  }

  /** Writes the lines that are done, in order; waits a while where the first is not. */
  private void collect() throws InterruptedException {
    Pending first = pending.peek();
    if (first == null) {
      return;
    }
    if (first.mistake().isPresent()) {
      collectMistake(first, first.mistake().get());
      return;
    }
    TaskStore.Registration watch = tools.tasks().watch(first.task(), signal::release);
    try {
      signal.drainPermits();
      Optional<StoredTask> task = tools.tasks().find(first.task());
      if (task.isEmpty() || task.get().state().isEnd()) {
        write(first, task);
      } else {
        signal.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } finally {
      watch.close();
    }
  }

  private void collectMistake(Pending line, Mistake mistake) {
    write(line, false, mistake.status(), utf8(mistake.body()));
  }

  private void write(Pending line, Optional<StoredTask> task) {
    if (task.isPresent() && task.get().state() == TaskState.COMPLETED) {
      write(line, true, 200, task.get().outcome());
    } else if (task.isPresent() && task.get().state() == TaskState.FAILED) {
      ObjectNode body = JSON.createObjectNode();
      body.set("error", tools.road().error(task.get()));
      String type = body.path("error").path("type").asText();
      write(line, false, type.equals("invalid_request_error") ? 400 : 500, utf8(body));
    } else {
      write(line, false, 410, utf8(message("the request was cancelled, or waited too long")));
    }
  }

  /** The answer of a line may have images in it, which are not to become texts. */
  private void write(Pending line, boolean isCompleted, int status, byte[] body) {
    ObjectNode node = head(line);
    node.putNull("error");
    ObjectNode response = JSON.createObjectNode();
    response.put("status_code", status);
    response.put("request_id", line.task().isEmpty() ? batch.id() : line.task());
    ByteArrayOutputStream text = new ByteArrayOutputStream(body.length + ROOM);
    text.writeBytes(open(node, "response"));
    text.writeBytes(open(response, "body"));
    for (byte each : body) {
      text.write(each == '\n' ? ' ' : each);
    }
    text.writeBytes("}}".getBytes(StandardCharsets.US_ASCII));
    append(line, isCompleted, text.toByteArray());
  }

  private ObjectNode head(Pending line) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", "batch_req_" + batch.id().replace("imgtask_", "") + "_" + line.line());
    node.put("custom_id", line.customId());
    return node;
  }

  private void append(Pending line, boolean isCompleted, byte[] text) {
    byte[] ended = Arrays.copyOf(text, text.length + 1);
    ended[text.length] = '\n';
    String file = isCompleted ? order.outputFile() : order.errorFile();
    tools.shelf().append(file, "%08d.".formatted(line.line()), ByteBuffer.wrap(ended));
    state = state.add(isCompleted, ended.length);
    tools.states().put(batch.id(), state);
    pending.remove();
  }

  /** An object that goes on with a field. */
  private static byte[] open(ObjectNode node, String field) {
    String text = node.toString();
    return (text.substring(0, text.length() - 1) + ",\"" + field + "\":")
        .getBytes(StandardCharsets.UTF_8);
  }

  // ---- ending

  private void finish(Phase how) {
    BatchEnd end = new BatchEnd(tools.shelf(), tools.states());
    state = end.end(batch, order, state, how, tools.clock().millis());
  }
}
