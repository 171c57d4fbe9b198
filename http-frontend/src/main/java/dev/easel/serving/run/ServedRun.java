package dev.easel.serving.run;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RunContext;
import dev.easel.framework.calls.CallLog;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.schedule.LentThreads;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import dev.easel.serving.RunTerms;
import dev.easel.serving.graph.GraphEnds;
import dev.easel.serving.result.KeptAnswer;
import dev.easel.serving.result.RequestDigest;
import dev.easel.serving.result.ResultCache;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through one graph, from the moment its servable takes it.
 *
 * <pre>
 *   WAITING ──begin──▶ RUNNING ──the graph's end──▶ ENDED
 *      └── fail, cancel, stopWaiting, a kept answer ──▲
 * </pre>
 *
 * <p>It waits while its servable is loaded, and while an equal request is being worked on whose
 * answer can be its own ({@link ResultCache}); it is then answered without a run of its own, or
 * runs after all. What is asked of it meanwhile, or while its graph is being made, is kept and
 * carried out then. Within the graph it may wait for a model, which the graph's calculators tell it
 * as a {@link RunContext}.
 *
 * <p><b>Threads</b>: any. The lock guards the fields; nobody is called with it held.
 *
 * <p><b>Ownership</b>: when the run has ended, whichever way, its graph is closed, its use of what
 * is loaded given back and its listener told, once.
 */
final class ServedRun implements RunHandle, RunContext {
  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  /** Where a run stands with the model whose turn it waits for. */
  private enum Turn {
    NOT_ASKED,
    WAITED_FOR,
    /** It has come once; a later stage of the same run is no reason to end it. */
    COME
  }

  private final HttpRequestPayload payload;
  private final RunTerms terms;
  private final RunListener listener;
  private State state = State.WAITING;
  private Turn turn = Turn.NOT_ASKED;
  private Runnable onGivenUp = () -> {};
  private @Nullable CalculatorGraph graph;
  private @Nullable StatusException cancelled;
  private @Nullable StatusException stopped;
  private boolean isPaused;

  /** Set before the graph is made, when others may wait for this run's answer. */
  private volatile ResultCache.@Nullable Lead lead;

  /** Set before the graph is made. */
  private volatile boolean isLogged;

  private Optional<KeptAnswer> kept = Optional.empty();
  private int answers;
  private final long createdNanos = System.nanoTime();
  private volatile Duration limit;

  /** A run that waits to begin. */
  ServedRun(HttpRequestPayload payload, RunTerms terms, RunListener listener) {
    this.payload = payload;
    this.terms = terms;
    this.listener = listener;
    limit = terms.limit();
  }

  /** Says whom to tell when the run is given up before it begins. */
  synchronized void whenGivenUp(Runnable then) {
    onGivenUp = then;
  }

  // ---- its beginning and its end

  /**
   * Runs on a graph of which the caller has taken a use, or is answered with what the graph has
   * answered before, or waits for an equal run.
   */
  void begin(LoadedGraph loaded) {
    Optional<ResultCache> results = loaded.results();
    Optional<RequestDigest> digest =
        results.flatMap(any -> RequestDigest.of(payload, terms.owner()));
    if (digest.isPresent() && !listener.needsOwnRun()) {
      ask(loaded, results.orElseThrow(), digest.get());
    } else {
      run(loaded);
    }
  }

  /** Whoever takes the run out of the line gives its use of the graph back. */
  private void ask(LoadedGraph loaded, ResultCache results, RequestDigest digest) {
    ResultCache.Asker asker =
        new ResultCache.Asker() {
          @Override
          public void answer(KeptAnswer kept) {
            finish(loaded, kept);
          }

          @Override
          public void lead(ResultCache.Lead taken) {
            lead = taken;
            run(loaded);
          }
        };
    whenGivenUp(
        () -> {
          if (results.leave(digest, asker)) {
            loaded.release();
          }
        });
    results.ask(digest, asker);
  }

  /** Ends with an answer that another run has made. */
  private void finish(LoadedGraph loaded, KeptAnswer kept) {
    boolean isWanted;
    synchronized (this) {
      isWanted = state == State.WAITING;
      state = State.ENDED;
    }
    try {
      if (isWanted) {
        listener.onResponse(
            kept.again(Optional.ofNullable(payload.headers().get("if-none-match"))));
        listener.onEnd(Optional.empty());
      }
    } finally {
      loaded.release();
    }
  }

  private void run(LoadedGraph loaded) {
    boolean isWanted;
    synchronized (this) {
      isWanted = state == State.WAITING;
      if (isWanted) {
        state = State.RUNNING;
      }
    }
    if (!isWanted) {
      loaded.release();
      endLead(Optional.empty());
      return;
    }
    CalculatorGraph made;
    try {
      loaded.checkTakesRequests();
      made = new CalculatorGraph(loaded.description(), settings(loaded));
    } catch (RuntimeException | Error e) {
      end(loaded, Optional.empty(), Optional.of(status(e)));
      return;
    }
    Optional<LentThreads> lent = listener.lendsThread() ? loaded.lent() : Optional.empty();
    if (lent.isPresent() && lent.get().begin()) {
      try {
        start(loaded, made);
      } finally {
        lent.get().end();
      }
    } else {
      start(loaded, made);
    }
  }

  private GraphSettings settings(LoadedGraph loaded) {
    GraphSettings settings = loaded.settings().withService(RunContext.SERVICE, this);
    Optional<CallLog> log = listener.callLog(loaded.description().plan());
    isLogged = log.isPresent();
    return log.map(settings::withCallLog).orElse(settings);
  }

  private void start(LoadedGraph loaded, CalculatorGraph made) {
    GraphEnds ends = loaded.ends();
    try {
      made.observeOutputStream(
          ends.output(), packet -> respond(packet.get(HttpResponsePayload.class)));
      made.onDone(status -> end(loaded, Optional.of(made), status));
      made.startRun(loaded.resources().sidePackets());
    } catch (RuntimeException | Error e) {
      end(loaded, Optional.of(made), Optional.of(status(e)));
      return;
    }
    catchUp(made);
    try {
      made.addPacketToInputStream(ends.input(), Packet.of(payload, 0));
      made.closeAllPacketSources();
    } catch (StatusException e) {
      made.cancel(); // the run has started, so its end tells the listener
    }
    loaded.applicationThreads().ifPresent(threads -> haveRun(made, threads));
  }

  /** The answer of a run that leads is one that can be kept, unless more follows it. */
  private void respond(HttpResponsePayload answer) {
    if (lead == null) {
      listener.onResponse(answer);
      return;
    }
    kept = answers == 0 ? KeptAnswer.of(answer) : Optional.empty();
    answers++;
    listener.onResponse(kept.map(KeptAnswer::made).orElse(answer));
  }

  private void endLead(Optional<StatusException> failure) {
    ResultCache.Lead taken = lead;
    if (taken != null) {
      taken.end(failure.isPresent() ? Optional.empty() : kept);
    }
  }

  /** A calculator's constructor may throw anything. */
  private static StatusException status(Throwable thrown) {
    return thrown instanceof StatusException status
        ? status
        : new StatusException(StatusCode.INTERNAL, "the run cannot be started: " + thrown, thrown);
  }

  /** Carries out what was asked while the graph was being made. */
  private void catchUp(CalculatorGraph made) {
    boolean isCancelled;
    boolean pauses;
    synchronized (this) {
      graph = made;
      isCancelled = cancelled != null;
      pauses = isPaused;
    }
    if (isCancelled) {
      made.cancel();
    } else if (pauses) {
      made.pause();
    }
  }

  /** The graph's nodes run on a thread that waits for them, so one is made to wait. */
  private static void haveRun(CalculatorGraph made, Executor threads) {
    try {
      threads.execute(() -> awaitEnd(made));
    } catch (RuntimeException e) {
      made.cancel();
      awaitEnd(made);
    }
  }

  private static void awaitEnd(CalculatorGraph made) {
    try {
      made.waitUntilDone();
    } catch (StatusException e) {
      // The listener is told of it.
    }
  }

  /** What the graph has opened for the run ends before anybody hears of the end. */
  private void end(
      LoadedGraph loaded, Optional<CalculatorGraph> made, Optional<StatusException> status) {
    StatusException reason;
    boolean hasWorked;
    synchronized (this) {
      state = State.ENDED;
      reason = cancelled;
      hasWorked = turn == Turn.COME;
    }
    try {
      made.ifPresent(CalculatorGraph::close);
    } finally {
      if (status.isPresent() && !hasWorked) {
        terms.allowance().giveBack();
      }
      try {
        if (isLogged) {
          listener.onLogged();
        }
        listener.onEnd(status.isPresent() && reason != null ? Optional.of(reason) : status);
      } finally {
        try {
          loaded.release();
        } finally {
          endLead(status);
        }
      }
    }
  }

  /** Ends without having begun; does nothing to a run that has. */
  boolean fail(StatusException reason) {
    synchronized (this) {
      if (state != State.WAITING) {
        return false;
      }
      state = State.ENDED;
    }
    listener.onEnd(Optional.of(reason));
    return true;
  }

  private boolean giveUp(StatusException reason) {
    Runnable told;
    synchronized (this) {
      told = onGivenUp;
    }
    boolean isGivenUp = fail(reason);
    if (isGivenUp) {
      told.run();
    }
    return isGivenUp;
  }

  // ---- what its server asks of it

  @Override
  public void cancel(StatusException reason) {
    if (giveUp(reason)) {
      return;
    }
    CalculatorGraph running;
    synchronized (this) {
      if (cancelled != null) {
        return;
      }
      cancelled = reason;
      running = graph;
    }
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void stopWaiting(StatusException reason) {
    if (giveUp(reason)) {
      return;
    }
    synchronized (this) {
      stopped = stopped == null ? reason : stopped;
      if (turn != Turn.WAITED_FOR) {
        return;
      }
    }
    cancel(reason);
  }

  @Override
  public void pause() {
    wait(true).ifPresent(CalculatorGraph::pause);
  }

  @Override
  public void resume() {
    wait(false).ifPresent(CalculatorGraph::resume);
  }

  private synchronized Optional<CalculatorGraph> wait(boolean isWanted) {
    isPaused = isWanted;
    return Optional.ofNullable(graph);
  }

  // ---- what its calculators ask and tell

  @Override
  public String caller() {
    return terms.caller();
  }

  @Override
  public String owner() {
    return terms.owner();
  }

  @Override
  public double weight() {
    return terms.weight();
  }

  @Override
  public void spend(long pixels, long pixelSteps, boolean isRefusable) {
    terms.allowance().take(pixels, pixelSteps, isRefusable);
  }

  @Override
  public Duration timeLeft() {
    Duration left = limit.minusNanos(System.nanoTime() - createdNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public void limitTo(Duration own) {
    if (own.compareTo(limit) < 0) {
      limit = own;
      listener.onLimit(own);
    }
  }

  @Override
  public void waits() {
    StatusException reason;
    synchronized (this) {
      if (turn == Turn.COME) {
        return;
      }
      turn = Turn.WAITED_FOR;
      reason = stopped;
    }
    if (reason != null) {
      cancel(reason);
    }
  }

  @Override
  public void begins() {
    synchronized (this) {
      if (turn == Turn.COME) {
        return;
      }
      turn = Turn.COME;
    }
    listener.onTurn();
  }

  @Override
  public synchronized void comesToNothing() {
    turn = Turn.NOT_ASKED;
  }

  @Override
  public boolean isFollowed() {
    return listener.followsProgress();
  }

  @Override
  public void stands(int position, double secondsLeft) {
    if (listener.followsProgress()) {
      listener.onPosition(position, secondsLeft);
    }
  }

  @Override
  public void took(Stage stage, long nanos) {
    listener.onStage(stage, nanos);
  }

  @Override
  public void steps(int step, int steps, double secondsLeft) {
    listener.onStep(step, steps, secondsLeft);
  }
}
