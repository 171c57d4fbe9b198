package dev.easel.calculators.generate;

import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.queue.Permit;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.StreamRequest;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.picture.RgbImages;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A run on a thread of its own, so that the node can send on what happens meanwhile.
 *
 * <p>Events wait here without a bound of their own: there are no more than the run has steps, and
 * few of them carry images.
 *
 * <p><b>Threads</b>: that of the node.
 *
 * <p><b>Ownership</b>: closing waits for the run's end and frees what nobody took; whoever does not
 * want to wait long cancels the run first.
 */
final class StreamedRun implements AutoCloseable {

  private final BlockingQueue<Optional<StepEvents.Event>> events = new LinkedBlockingQueue<>();
  private final GenerationRun run;
  private final StepEvents watcher;
  private final Optional<Permit> permit;
  private final FutureTask<RgbImages> result = new FutureTask<>(this::make);
  private boolean isTaken;

  private StreamedRun(GenerationRun run, StreamRequest request, Optional<Permit> permit) {
    this.run = run;
    this.permit = permit;
    watcher = new StepEvents(request, run.nativeRuns(), event -> events.add(Optional.of(event)));
  }

  /**
   * Starts a run.
   *
   * @param permit given back when the model's work is done, even if nobody takes the images yet
   *     because the node has to wait for a slow reader
   */
  static StreamedRun start(GenerationRun run, StreamRequest request, Optional<Permit> permit) {
    StreamedRun streamed = new StreamedRun(run, request, permit);
    Thread thread = new Thread(streamed.result, "easel-generate");
    thread.setDaemon(true);
    permit.ifPresent(Permit::hold);
    try {
      thread.start();
    } catch (Error e) { // such as that there can be no more threads
      permit.ifPresent(Permit::close);
      throw e;
    }
    return streamed;
  }

  private RgbImages make() throws InterruptedException {
    try {
      RgbImages images = run.run(StepMeter.before(watcher, run, permit));
      permit.ifPresent(Permit::done);
      return images;
    } finally {
      permit.ifPresent(Permit::close);
      events.add(Optional.empty());
    }
  }

  /** Waits for the next event; empty when the run has ended. */
  Optional<StepEvents.Event> next() throws InterruptedException {
    return events.take();
  }

  /** The images of a run that has ended; throws what it failed with. */
  RgbImages take() throws InterruptedException {
    try {
      RgbImages images = result.get();
      isTaken = true;
      return images;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new StatusException(StatusCode.INTERNAL, "the run failed: " + e.getCause(), e);
    }
  }

  void tellTimes(RunContext listener) {
    run.tellTimes(listener);
  }

  GenerationReport report() {
    return run.report();
  }

  @Override
  public void close() {
    boolean interrupted = false;
    while (!isTaken) {
      try {
        take().close();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (RuntimeException e) {
        break; // nobody is left to be told
      }
    }
    events.stream()
        .flatMap(Optional::stream)
        .flatMap(event -> event.images().stream())
        .forEach(RgbImages::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
