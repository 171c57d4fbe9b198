package dev.easel.http.exchange;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RunContext;
import dev.easel.framework.calls.CallLog;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.auth.Admission;
import dev.easel.http.body.BodyBuffer;
import dev.easel.http.body.ContentEncoding;
import dev.easel.http.desk.Desk;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.http.error.Refusal;
import dev.easel.http.metrics.CancelReason;
import dev.easel.http.metrics.RunMetrics;
import dev.easel.http.route.Match;
import dev.easel.http.trace.RequestSpan;
import dev.easel.http.trace.RunNotes;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import dev.easel.serving.RunTerms;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a run's answers to the reply.
 *
 * <p><b>Threads</b>: the event loop, but for the listener's methods, which hand over to it.
 */
final class RunAnswers implements RunListener {

  private static final Logger LOG = LoggerFactory.getLogger(RunAnswers.class);

  /** A body up to this size is looked through on the event loop; the hop would take longer. */
  private static final int SMALL = 16 << 10;

  private static final double THOUSAND = 1000;

  private final ChannelHandlerContext ctx;
  private final ExchangeRules rules;
  private final Dispatch dispatch;
  private final RequestHead head;
  private final Admission admission;
  private final Reply reply;
  private volatile @Nullable RunMetrics metrics;
  private volatile String servable = "";
  private @Nullable RunHandle handle;
  private volatile @Nullable StatusException cancelled;
  private @Nullable StatusException stopped;
  private boolean isPaused;
  private boolean isEnded;
  private final long createdNanos = System.nanoTime();
  private Duration allowed = Duration.ZERO;
  private @Nullable Future<?> deadline;
  private volatile @Nullable BodyBuffer body;
  private volatile @Nullable KeptRequest kept;
  private final Optional<String> trace;

  /** Whether there is a run to be traced: what is refused before it has no trace. */
  private volatile boolean isTraced;

  private final RequestSpan span;
  private final RunNotes notes;

  RunAnswers(
      ChannelHandlerContext ctx,
      ExchangeRules rules,
      Dispatch dispatch,
      RequestHead head,
      Admission admission,
      Optional<String> trace,
      RequestSpan span,
      Reply reply) {
    this.ctx = ctx;
    this.rules = rules;
    this.dispatch = dispatch;
    this.head = head;
    this.admission = admission;
    this.trace = trace;
    this.span = span;
    notes = new RunNotes(rules.traces(), trace, span);
    this.reply = reply;
  }

  /** Who is asked to answer; "" until that is known. */
  String servable() {
    return servable;
  }

  /** The name of the run's trace, which is kept, or will be at the run's end. */
  Optional<String> trace() {
    return isTraced ? trace : Optional.empty();
  }

  /** Names who is asked to answer, and what. */
  void asks(HttpRequestPayload payload) {
    servable = payload.servable();
    span.asks(payload);
  }

  /** Gives the run's counters; called before the run can call anything here. */
  void count(RunMetrics counters) {
    metrics = counters;
  }

  /** The run has not begun after all. */
  void uncount() {
    RunMetrics counters = metrics;
    metrics = null;
    if (counters != null) {
      counters.reject();
    }
  }

  /**
   * Starts the run, which is cancelled when its time is over.
   *
   * @param received the request's body, closed when the run has ended
   */
  void start(Match.Found found, BodyBuffer received, RunTerms terms) {
    body = received;
    span.beginRun();
    allowed = terms.limit();
    ByteBuffer bytes = received.body();
    if (bytes.remaining() <= SMALL && head.encoding() == ContentEncoding.IDENTITY) {
      startNow(found, bytes, terms);
      if (!isEnded) { // what has ended already needs no timer
        limit(allowed);
      }
      return;
    }
    limit(allowed);
    try {
      rules.worker().execute(() -> startNow(found, bytes, terms));
    } catch (RejectedExecutionException e) {
      StatusException busy = Exchange.busy();
      giveBack();
      fail(ErrorTable.answer(busy), busy);
    }
  }

  private void limit(Duration time) {
    Future<?> longer = deadline;
    if (longer != null) {
      longer.cancel(false);
    }
    long left = time.toNanos() - (System.nanoTime() - createdNanos);
    deadline = ctx.executor().schedule(() -> expire(time), Math.max(0, left), TimeUnit.NANOSECONDS);
  }

  /** Ends the taking apart of a body that nobody waits for any more. */
  void checkWanted() {
    StatusException reason = cancelled;
    if (reason != null) {
      throw reason;
    }
  }

  /** Nothing of the run goes on. */
  private void giveBack() {
    release();
    span.endRun();
  }

  private void release() {
    BodyBuffer received = body;
    if (received != null) {
      received.close();
    }
  }

  private void startNow(Match.Found found, ByteBuffer bytes, RunTerms terms) {
    try {
      checkWanted();
      RunHandle started =
          head.encoding() == ContentEncoding.IDENTITY
              ? dispatch.start(head, found, bytes, admission, terms, this)
              : dispatch.start(head.unpacked(), found, unpacked(bytes), admission, terms, this);
      onStart(started);
    } catch (StatusException e) {
      giveBack();
      onLoop(() -> fail(ErrorTable.answer(e), e));
    } catch (Refusal e) {
      giveBack();
      onLoop(() -> fail(e.answer(), e));
    } catch (RuntimeException e) {
      giveBack();
      onLoop(() -> fail(ErrorTable.internal(head.id()), e));
    } catch (Error e) { // such as that there is no memory for what the request holds
      giveBack();
      RuntimeException failure = new IllegalStateException("the run could not be started", e);
      onLoop(() -> fail(ErrorTable.internal(head.id()), failure));
    }
  }

  /** From now on the unpacked body is the one that is held. */
  private ByteBuffer unpacked(ByteBuffer packed) {
    BodyBuffer plain =
        head.encoding().unpack(packed, rules.limits(), rules.bodies(), this::checkWanted);
    release();
    body = plain;
    return plain.body();
  }

  private void hold(RunHandle started) {
    if (handle != null) {
      return;
    }
    handle = started;
    if (cancelled != null) {
      started.cancel(cancelled);
    }
    if (stopped != null) {
      started.stopWaiting(stopped);
    }
    keepPace();
  }

  /** Known before the run begins: one that runs here and now must be able to wait. */
  @Override
  public void onStart(RunHandle started) {
    onLoop(() -> hold(started));
  }

  /** Whoever starts the run on the event loop waits for nothing there. */
  @Override
  public boolean lendsThread() {
    return ctx.executor().inEventLoop();
  }

  /** The shorter time counts. */
  @Override
  public void onLimit(Duration own) {
    onLoop(
        () -> {
          if (!isEnded && own.compareTo(allowed) < 0) {
            allowed = own;
            limit(own);
          }
        });
  }

  @Override
  public Optional<CallLog> callLog(GraphPlan graph) {
    return notes.begin(graph);
  }

  @Override
  public boolean needsOwnRun() {
    return trace.isPresent();
  }

  @Override
  public void onLogged() {
    isTraced = true;
    notes.end(head.id(), servable);
  }

  @Override
  public void onTurn() {
    RunMetrics counters = metrics;
    if (counters != null) {
      counters.turn();
    }
    span.stage(RunContext.Stage.QUEUE, System.nanoTime() - createdNanos);
  }

  @Override
  public void onStage(RunContext.Stage stage, long nanos) {
    RunMetrics counters = metrics;
    if (counters != null) {
      counters.stage(stage, nanos);
    }
    span.stage(stage, nanos);
  }

  @Override
  public void onResponse(HttpResponsePayload payload) {
    isTraced = true;
    RunMetrics counters = metrics;
    if (counters != null) {
      counters.respond(payload.streaming());
    }
    onLoop(() -> write(payload));
  }

  @Override
  public void onEnd(Optional<StatusException> failure) {
    giveBack();
    RunMetrics counters = metrics;
    if (counters != null) {
      counters.end(failure);
    }
    onLoop(() -> end(failure));
  }

  private void expire(Duration limit) {
    String text = "the %s s that the run may take are over".formatted(limit.toMillis() / THOUSAND);
    cancel(new StatusException(StatusCode.DEADLINE_EXCEEDED, text), CancelReason.DEADLINE);
  }

  void cancel(StatusException reason, CancelReason kind) {
    RunMetrics counters = metrics;
    if (isEnded || cancelled != null) {
      return;
    }
    if (counters != null) {
      counters.cancel(kind);
    }
    cancelled = reason;
    if (handle != null) {
      handle.cancel(reason);
    }
  }

  /**
   * The request is to go on as a task when its client leaves.
   *
   * <p><b>Failure</b>: a request's mistake where no tasks are kept.
   */
  void keeps(Dispatch.Prepared prepared, Match.Found found, ByteBuffer bytes) {
    Desk desk =
        rules
            .desk()
            .orElseThrow(
                () ->
                    RequestException.unsupported(
                        "on_disconnect",
                        "keep makes the request a task, and this server keeps none: its operator"
                            + " starts it with --task_store"));
    kept = new KeptRequest(desk, head, found, admission.owner(), prepared, bytes);
  }

  /** The client has left: the run ends, and goes on as a task if that was asked for. */
  void leave(StatusException reason, CancelReason kind, String caller) {
    KeptRequest request = kept;
    if (request == null || isEnded || cancelled != null) {
      cancel(reason, kind);
    } else {
      request.keep(caller, () -> onLoop(() -> cancel(reason, kind)));
    }
  }

  /** Ends the run if it waits for its turn. */
  void stopWaiting(StatusException reason) {
    if (stopped == null) {
      stopped = reason;
      if (handle != null) {
        handle.stopWaiting(reason);
      }
    }
  }

  /** Lets the graph wait while the client reads; a whole answer has nothing more to wait for. */
  void keepPace() {
    if (handle == null || !reply.isOpen() || reply.isBehind() == isPaused) {
      return;
    }
    isPaused = !isPaused;
    if (isPaused) {
      handle.pause();
    } else {
      handle.resume();
    }
  }

  private void onLoop(Runnable step) {
    if (ctx.executor().inEventLoop()) {
      attempt(step);
      return;
    }
    try {
      ctx.executor().execute(() -> attempt(step));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} the server has closed before its run has ended", head.id());
    }
  }

  /** An answer that cannot be written is the last thing that is heard of the run. */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      breakOff(e);
    }
  }

  /** Something went wrong that nobody expected: ends the run and the answer. */
  void breakOff(Throwable failure) {
    over();
    if (cancelled == null) {
      cancelled = new StatusException(StatusCode.INTERNAL, "the answer cannot be written", failure);
      if (handle != null) {
        handle.cancel(cancelled);
      }
    }
    reply.breakOff(failure);
  }

  private void write(HttpResponsePayload payload) {
    if (payload.streaming()) {
      reply.piece(payload, this::stages);
      keepPace();
    } else if (reply.isBegun()) {
      LOG.warn("{} the graph emitted an answer more; it is dropped", head.id());
    } else {
      reply.whole(payload, timing());
    }
  }

  /** What is over of the run; what a stream's head cannot know yet comes with its end. */
  private Optional<String> stages() {
    return Optional.ofNullable(metrics).map(RunMetrics::stages);
  }

  private Optional<String> timing() {
    return Optional.ofNullable(metrics)
        .map(counters -> counters.serverTiming(System.nanoTime() - createdNanos));
  }

  private void end(Optional<StatusException> failure) {
    over();
    if (failure.isPresent()) {
      fail(ErrorTable.ofRun(failure.get(), head.id()), failure.get());
    } else if (reply.isBegun()) {
      reply.finish(timing());
    } else {
      LOG.error("{} {}: the graph ended without an answer", head.id(), head.path());
      reply.fail(ErrorTable.internal(head.id()));
    }
  }

  private void over() {
    isEnded = true;
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void fail(ErrorAnswer error, RuntimeException failure) {
    over();
    if (error.status() == 500) {
      LOG.error("{} {} {} failed", head.id(), head.method(), head.path(), failure);
    } else {
      LOG.debug("{} {} {} ended with {}", head.id(), head.method(), head.path(), error);
    }
    reply.fail(error.status() == 500 && rules.tellsDetails() ? detailed(error, failure) : error);
  }

  private static ErrorAnswer detailed(ErrorAnswer error, RuntimeException failure) {
    return ErrorAnswer.of(500, error.error().message() + " " + failure.getMessage());
  }
}
