package dev.easel.http.desk.task;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.RunContext;
import dev.easel.framework.calls.CallLog;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.status.StatusException;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.http.trace.AnswerSummary;
import dev.easel.http.trace.RequestSpan;
import dev.easel.http.trace.RunNotes;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells the span of a task's run and what is noted of it, and everything else to the runner.
 *
 * <p><b>Threads</b>: as its runner, one call after another.
 */
final class TracedRun implements RunListener {
  private final String task;
  private final String servable;
  private final RequestSpan span;
  private final RunNotes notes;
  private final RunListener runner;
  private final long begunNanos = System.nanoTime();
  private int status;
  private long bytes;
  private String steps = "";
  private String seed = "";

  TracedRun(String task, String servable, RequestSpan span, RunNotes notes, RunListener runner) {
    this.task = task;
    this.servable = servable;
    this.span = span;
    this.notes = notes;
    this.runner = runner;
  }

  @Override
  public void onStart(RunHandle run) {
    runner.onStart(run);
  }

  @Override
  public boolean lendsThread() {
    return runner.lendsThread();
  }

  @Override
  public synchronized void onResponse(HttpResponsePayload payload) {
    if (status == 0) {
      status = payload.status();
      steps = payload.header("x-easel-steps");
      seed = payload.header("x-easel-seed");
    }
    bytes += payload.length();
    runner.onResponse(payload);
  }

  @Override
  public void onLimit(Duration limit) {
    runner.onLimit(limit);
  }

  @Override
  public void onTurn() {
    span.stage(RunContext.Stage.QUEUE, System.nanoTime() - begunNanos);
    runner.onTurn();
  }

  @Override
  public boolean followsProgress() {
    return runner.followsProgress();
  }

  @Override
  public void onPosition(int position, double secondsLeft) {
    runner.onPosition(position, secondsLeft);
  }

  @Override
  public void onStage(RunContext.Stage stage, long nanos) {
    span.stage(stage, nanos);
    runner.onStage(stage, nanos);
  }

  @Override
  public void onStep(int step, int steps, double secondsLeft) {
    runner.onStep(step, steps, secondsLeft);
  }

  @Override
  public Optional<CallLog> callLog(GraphPlan graph) {
    return notes.begin(graph);
  }

  /** What was answered before has no calls that could be noted. */
  @Override
  public boolean needsOwnRun() {
    return notes.areOfTrace();
  }

  @Override
  public void onLogged() {
    notes.end(task, servable);
  }

  @Override
  public synchronized void onEnd(Optional<StatusException> failure) {
    span.endRun();
    span.answered(
        failure
            .map(why -> ErrorTable.ofRun(why, task))
            .map(TracedRun::summary)
            .orElse(new AnswerSummary(status, bytes, steps, seed, "")));
    runner.onEnd(failure);
  }

  private static AnswerSummary summary(ErrorAnswer answer) {
    String error = answer.error().code().orElse(answer.error().type());
    return new AnswerSummary(answer.status(), 0, "", "", error);
  }
}
