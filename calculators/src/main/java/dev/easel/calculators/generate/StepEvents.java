package dev.easel.calculators.generate;

import dev.easel.calculators.task.GenerationProgress;
import dev.easel.calculators.task.StreamRequest;
import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import dev.easel.picture.RgbImages;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Makes of a run's steps what a stream tells: progress, and unfinished images at evenly spaced
 * steps.
 *
 * <p>An image is decoded on the thread that brings the step, beside the denoising, and after it
 * when it was faster. A step that GenAI has left out has its image taken from the next.
 *
 * <p><b>Threads</b>: that of the step listener.
 */
final class StepEvents implements StepListener {

  /** What happened at one step; the images, if any, belong to whoever takes the event. */
  record Event(GenerationProgress progress, Optional<RgbImages> images) {}

  private final StreamRequest request;
  private final int passes;
  private final Consumer<Event> sink;
  private final long begunNanos = System.nanoTime();
  private int pass;
  private int lastStep = -1;
  private int shown;
  private long firstNanos;
  private int firstDone;

  /** Events for {@code sink}, which must not wait. */
  StepEvents(StreamRequest request, int passes, Consumer<Event> sink) {
    this.request = request;
    this.passes = passes;
    this.sink = sink;
  }

  @Override
  public boolean onStep(Step step) {
    if (step.step() <= lastStep) {
      pass++;
      shown = 0;
    }
    lastStep = step.step();
    boolean isDue = isDue(step.step() + 1, step.steps());
    if (isDue || request.progress()) {
      Optional<RgbImages> images = isDue ? Optional.of(step.decode()) : Optional.empty();
      sink.accept(new Event(progress(step, isDue), images));
      shown += isDue ? 1 : 0;
    }
    return true;
  }

  @Override
  public int previews() {
    return request.partialImages();
  }

  /** The last step's image is no unfinished one. */
  private boolean isDue(int done, int steps) {
    int parts = request.partialImages() + 1;
    return shown < request.partialImages()
        && done < steps
        && (long) done * parts >= (long) (shown + 1) * steps;
  }

  private GenerationProgress progress(Step step, boolean isDue) {
    int steps = step.steps() * passes;
    int done = pass * step.steps() + step.step() + 1;
    return new GenerationProgress(
        done,
        steps,
        secondsLeft(done, steps),
        isDue ? OptionalInt.of(shown) : OptionalInt.empty(),
        pass);
  }

  /** By the mean of the steps after the first, which carries the encoding of the prompt. */
  private double secondsLeft(int done, int steps) {
    long now = System.nanoTime();
    if (firstDone == 0) {
      firstDone = done;
      firstNanos = now;
      return (now - begunNanos) / 1e9 / done * (steps - done);
    }
    return done == firstDone ? 0 : (now - firstNanos) / 1e9 / (done - firstDone) * (steps - done);
  }
}
