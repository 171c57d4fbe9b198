package dev.easel.genai.worker;

import dev.easel.genai.CancelSignal;
import dev.easel.genai.CurrentStep;
import dev.easel.genai.PerformanceMetrics;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.MadeImages;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.worker.host.WorkerCall;
import dev.easel.genai.worker.host.WorkerCall.Reply;
import dev.easel.genai.worker.host.WorkerDiedException;
import dev.easel.genai.worker.host.WorkerProcess;
import dev.easel.genai.worker.proto.Cancel;
import dev.easel.genai.worker.proto.Failure;
import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.StepAnswer;
import dev.easel.genai.worker.proto.ToWorker;
import dev.easel.picture.RgbImages;
import java.util.Optional;

/**
 * What is said between a program and its worker process during one run: the process asks after each
 * step that is followed, and waits for the answer; the program may cancel at any time.
 *
 * <p><b>Threads</b>: the caller's, which is also the listener's.
 */
final class RunExchange {
  /**
   * How soon a run that waits for its worker sees that it was cancelled, where nobody tells it.
   * Each look takes a core from the model's threads: every 20 ms, it makes a run 0.8 % longer.
   */
  private static final long LOOK_MILLIS = 20;

  private static final long LONG_MILLIS = 1000;

  private final WorkerProcess process;
  private final WorkerCall call;
  private final StepListener listener;
  private final CancelSignal isCancelled;

  /** Somebody wakes this run when it is cancelled. */
  private boolean isWatched;

  /** The process was told to stop, and will say that it has. */
  private boolean isStopped;

  private boolean wasInterrupted;

  /** What the listener has thrown. */
  private Optional<Throwable> thrown = Optional.empty();

  /** What the process has failed with, if it was told of within a step. */
  private Optional<RuntimeException> failure = Optional.empty();

  /** The process's end, if it came within a step. */
  private Optional<WorkerDiedException> death = Optional.empty();

  RunExchange(
      WorkerProcess process, WorkerCall call, StepListener listener, CancelSignal isCancelled) {
    this.process = process;
    this.call = call;
    this.listener = listener;
    this.isCancelled = isCancelled;
  }

  /**
   * Follows the run to its end, also when it is stopped or interrupted: then nothing of it goes on
   * in the process after this returns.
   */
  MadeImages images() throws WorkerDiedException, InterruptedException {
    Optional<CancelSignal.Watch> watch = isCancelled.watch(call::nudge);
    isWatched = watch.isPresent();
    try {
      return follow();
    } catch (Error e) {
      stop(); // nobody will answer it any more
      throw e;
    } finally {
      watch.ifPresent(CancelSignal.Watch::close);
    }
  }

  private MadeImages follow() throws WorkerDiedException, InterruptedException {
    while (failure.isEmpty()) {
      Optional<Reply> reply = next();
      if (reply.isEmpty()) {
        if (!isStopped && isCancelled.getAsBoolean()) {
          stop();
        }
        continue;
      }
      FromWorker message = reply.get().message();
      if (message.hasStep()) {
        answer(message.getStep());
      } else if (message.hasImages()) {
        RgbImages images = reply.get().images().orElseThrow();
        if (!isStopped) {
          return new MadeImages(images, message.getPromptTokens(), metrics(message));
        }
        images.close();
        failure = Optional.of(new GenerationStoppedException());
      } else if (message.hasFailure()) {
        failure = Optional.of(exception(message.getFailure()));
      }
    }
    throw reason(failure.get());
  }

  private static PerformanceMetrics metrics(FromWorker message) {
    float[] values = new float[message.getMetricsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = message.getMetrics(i);
    }
    return PerformanceMetrics.of(values);
  }

  private Optional<Reply> next() throws WorkerDiedException {
    try {
      return call.poll(isStopped || isWatched ? LONG_MILLIS : LOOK_MILLIS);
    } catch (InterruptedException e) {
      interrupted();
      return Optional.empty();
    }
  }

  private void interrupted() {
    wasInterrupted = true;
    if (!isStopped) {
      stop();
    }
  }

  private void stop() {
    isStopped = true;
    process.send(call, ToWorker.newBuilder().setCancel(Cancel.getDefaultInstance()));
  }

  /** Why the run has ended without images, as the caller is to hear it. */
  private RuntimeException reason(RuntimeException told) throws InterruptedException {
    if (thrown.isPresent()) {
      if (thrown.get() instanceof Error error) {
        throw error;
      }
      return (RuntimeException) thrown.get();
    }
    if (wasInterrupted) {
      throw new InterruptedException("the run was interrupted");
    }
    return told;
  }

  private void answer(dev.easel.genai.worker.proto.Step step) throws WorkerDiedException {
    boolean goesOn = !isStopped && !isCancelled.getAsBoolean();
    if (goesOn) {
      try {
        goesOn = CurrentStep.show(listener, step.getStep(), step.getSteps(), this::decode);
      } catch (RuntimeException | Error e) {
        thrown = Optional.of(e);
        goesOn = false;
      }
      if (death.isPresent()) {
        throw death.get(); // past the listener, which may have kept it to itself
      }
    }
    isStopped |= !goesOn;
    if (failure.isEmpty()) {
      send(isStopped ? StepAnswer.STOP : StepAnswer.GO_ON);
    }
  }

  /** The images of the step that the process waits with. */
  private RgbImages decode() {
    send(StepAnswer.DECODE);
    try {
      Optional<Reply> reply = next();
      while (reply.isEmpty()) {
        reply = next();
      }
      return images(reply.get());
    } catch (WorkerDiedException e) {
      death = Optional.of(e);
      throw new GenerationStoppedException();
    }
  }

  private RgbImages images(Reply reply) {
    if (reply.message().hasFailure()) {
      RuntimeException told = exception(reply.message().getFailure());
      failure = Optional.of(told);
      throw told;
    }
    return reply
        .images()
        .orElseThrow(() -> new GenAiException("the worker process sent no images of a step"));
  }

  private void send(StepAnswer answer) {
    process.send(call, ToWorker.newBuilder().setAnswer(answer));
  }

  static RuntimeException exception(Failure failure) {
    return switch (failure.getKind()) {
      case ARGUMENT -> new IllegalArgumentException(failure.getMessage());
      case STOPPED -> new GenerationStoppedException();
      case GENAI -> new GenAiException(failure.getMessage());
      case INTERNAL, UNRECOGNIZED ->
          new GenAiException("the worker process failed: " + failure.getMessage());
    };
  }
}
