package dev.easel.genai.worker;

import dev.easel.genai.CancelSignal;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.MadeImages;
import dev.easel.genai.diffusion.ModelHealth;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.error.WorkerFailedException;
import dev.easel.genai.worker.host.WorkerDeath;
import dev.easel.genai.worker.host.WorkerDiedException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A model in a worker process; what that process has not answered when it ends is asked of a fresh
 * one.
 *
 * <p><b>Threads</b>: any.
 */
final class WorkerModel implements DiffusionModel {
  private static final long LOOK_MILLIS = 5;

  private final WorkerRuntime runtime;
  private final SessionKeeper keeper;
  private final RefusedRequests refused = new RefusedRequests();
  private final Semaphore secondAttempts = new Semaphore(1, true);

  private WorkerModel(WorkerRuntime runtime, SessionKeeper keeper) {
    this.runtime = runtime;
    this.keeper = keeper;
  }

  /** Loads a model; one whose files end its process twice is a failure. */
  static WorkerModel load(WorkerRuntime runtime, ModelSpec spec) {
    return new WorkerModel(runtime, SessionKeeper.load(runtime, spec));
  }

  @Override
  public Set<PipelineKind> pipelines() {
    return keeper.lastSession().pipelines();
  }

  @Override
  public Map<PipelineKind, String> missing() {
    return keeper.lastSession().missing();
  }

  @Override
  public OptionalInt contextLength() {
    return keeper.lastSession().contextLength();
  }

  @Override
  public int countTokens(String text, BooleanSupplier isCancelled) throws InterruptedException {
    try {
      return attempt(isCancelled, current -> current.countTokens(text));
    } catch (LostException e) {
      throw failed(e);
    }
  }

  @Override
  public MadeImages make(
      DiffusionRequest request,
      boolean countsTokens,
      StepListener listener,
      CancelSignal isCancelled)
      throws InterruptedException {
    if (refused.has(request)) {
      throw new WorkerFailedException(
          "this request has ended two processes of the model, and is refused for "
              + RefusedRequests.WHILE.toMinutes()
              + " minutes",
          false);
    }
    StepListener once = listener == StepListener.NONE ? listener : new StepsOnce(listener);
    String title = RequestTitle.of(request, runtime.settings().keepsPrompts());
    try {
      return attempt(
          isCancelled, current -> current.make(request, countsTokens, title, once, isCancelled));
    } catch (LostException e) {
      if (e.wasAlone()) {
        refused.add(request);
      }
      throw failed(e);
    }
  }

  private static WorkerFailedException failed(LostException e) {
    return new WorkerFailedException(
        "the request has ended two processes of the model, the second by " + e.reason(), false, e);
  }

  /** Something to ask a loaded model. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(WorkerSession session) throws WorkerDiedException, InterruptedException;
  }

  /**
   * Asks, and asks a fresh process when the first one has ended. One second attempt goes on at a
   * time, so that of several requests in a process that ended the one that ends it again does not
   * take the others with it.
   */
  private <T> T attempt(BooleanSupplier isCancelled, Question<T> question)
      throws LostException, InterruptedException {
    WorkerSession first = keeper.session(isCancelled);
    WorkerDeath death;
    try {
      return question.ask(first);
    } catch (WorkerDiedException e) {
      death = e.death();
      keeper.died(first, death);
    }
    awaitSecondAttempt(isCancelled);
    try {
      WorkerSession second = keeper.session(isCancelled);
      try {
        return question.ask(second);
      } catch (WorkerDiedException e) {
        keeper.died(second, e.death());
        throw new LostException(e, isAlone(death) && isAlone(e.death()));
      }
    } finally {
      secondAttempts.release();
    }
  }

  private static boolean isAlone(WorkerDeath death) {
    return death.phases().size() == 1;
  }

  private void awaitSecondAttempt(BooleanSupplier isCancelled) throws InterruptedException {
    while (!secondAttempts.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (isCancelled.getAsBoolean()) {
        throw new GenerationStoppedException();
      }
    }
  }

  /** Two processes ended. */
  private static final class LostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean wasAlone;

    LostException(WorkerDiedException second, boolean wasAlone) {
      super(second);
      reason = second.death().reason();
      this.wasAlone = wasAlone;
    }

    String reason() {
      return reason;
    }

    /** Whether it was both times all that the process worked on. */
    boolean wasAlone() {
      return wasAlone;
    }
  }

  @Override
  public ModelHealth health() {
    return keeper.health();
  }

  @Override
  public void close() {
    keeper.close();
  }
}
