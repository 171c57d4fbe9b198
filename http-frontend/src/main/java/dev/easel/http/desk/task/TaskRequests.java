package dev.easel.http.desk.task;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.MediaType;
import dev.easel.calculators.http.ModelLostException;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.framework.status.StatusException;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.http.form.FormLimits;
import dev.easel.http.form.FormReader;
import dev.easel.http.trace.RequestSpan;
import dev.easel.http.trace.RunNotes;
import dev.easel.http.trace.Spans;
import dev.easel.http.trace.TraceShelf;
import dev.easel.serving.RunListener;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;
import dev.easel.task.ServableLines;
import dev.easel.task.TaskNote;
import dev.easel.task.TaskRoad;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the requests of tasks again, as they are to run: with the seed that was drawn when they
 * were accepted, and without a stream, which nobody would read.
 *
 * <p><b>Threads</b>: any.
 */
public final class TaskRequests implements TaskRoad {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRequests.class);

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
  private static final Set<String> OWN_FIELDS = Set.of("rng_seed", "stream");

  private final FormLimits limits;
  private final Spans spans;
  private final TraceShelf traces;

  /**
   * Requests as they run here.
   *
   * @param spans takes part in distributed traces
   * @param traces where the traces are kept that their headers ask for
   */
  public TaskRequests(FormLimits limits, Spans spans, TraceShelf traces) {
    this.limits = limits;
    this.spans = spans;
    this.traces = traces;
  }

  @Override
  public Begun begin(StoredTask task, TaskBody body, RunListener runner) {
    TaskNote note = TaskNote.parse(task.terms().note());
    MediaType type = MediaType.parse(body.contentType());
    ByteBuffer bytes = ByteBuffer.wrap(body.bytes());
    List<FormPart> parts =
        type.isForm()
            ? seeded(FormReader.read(bytes, type.boundary(), limits), note.seed())
            : List.of();
    ByteBuffer sent = type.isForm() ? EMPTY : seeded(bytes, note.seed());
    Optional<JsonBody> json = type.isForm() ? Optional.empty() : Optional.of(JsonBody.read(sent));
    // Nothing fails any more that would leave the span without an end.
    RequestSpan span = spans.beginTask(task.id(), body.path(), note.headers());
    Map<String, String> headers = new TreeMap<>(note.headers());
    headers.putAll(span.headers());
    headers.put("content-type", body.contentType());
    HttpRequestPayload payload =
        new HttpRequestPayload(
            "POST",
            body.path(),
            "",
            ServableLines.servable(task.terms().servable()),
            task.terms().model(),
            headers,
            sent,
            parts,
            json);
    span.asks(payload);
    RunNotes notes = new RunNotes(traces, TraceShelf.name(note.headers()), span);
    return new Begun(payload, new TracedRun(task.id(), payload.servable(), span, notes, runner));
  }

  private static List<FormPart> seeded(List<FormPart> parts, long seed) {
    List<FormPart> all = new ArrayList<>();
    for (FormPart part : parts) {
      if (!OWN_FIELDS.contains(part.name())) {
        all.add(part);
      }
    }
    all.add(FormPart.text("rng_seed", Long.toUnsignedString(seed)));
    return all;
  }

  /** Of two fields with one name the first counts, so nothing of the body needs to be read. */
  private static ByteBuffer seeded(ByteBuffer json, long seed) {
    ByteBuffer rest = json.duplicate();
    while (rest.hasRemaining() && rest.get() != '{') {
      // White space is all that may stand before an object.
    }
    boolean hasMore = !JsonBody.read(json).names().isEmpty();
    byte[] first =
        ("{\"rng_seed\":"
                + Long.toUnsignedString(seed)
                + ",\"stream\":false"
                + (hasMore ? "," : ""))
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(first.length + rest.remaining());
    return all.put(first).put(rest).flip();
  }

  @Override
  public byte[] error(StoredTask task, StatusException failure) {
    boolean isOwn =
        failure instanceof RequestException
            || failure instanceof RetryLaterException
            || failure instanceof ModelLostException;
    ErrorAnswer answer = isOwn ? ErrorTable.answer(failure) : ErrorTable.ofRun(failure, task.id());
    if (answer.status() == 500) {
      LOG.error("{} failed", task.id(), failure);
    }
    return answer.error().json().getBytes(StandardCharsets.UTF_8);
  }
}
