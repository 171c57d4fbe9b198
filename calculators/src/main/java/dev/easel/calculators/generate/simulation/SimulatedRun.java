package dev.easel.calculators.generate.simulation;

import dev.easel.calculators.generate.model.GenerationRun;
import dev.easel.calculators.generate.model.ImageDescription;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.Simulation;
import dev.easel.calculators.task.GenerationReport;
import dev.easel.calculators.task.ImageTask;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.CancelSignal;
import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import dev.easel.picture.RgbImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A run that takes its time and computes nothing. */
final class SimulatedRun implements GenerationRun {

  private static final int MEBIBYTE = 1 << 20;

  /** How often a step that stalls looks whether it may end. */
  private static final long GLANCE_MILLIS = 5;

  private final Simulation simulation;
  private final ImageTask task;
  private final Resolution size;
  private final CancelSignal isCancelled;
  private long textNanos;
  private long stepsNanos;
  private long decodeNanos;

  SimulatedRun(Simulation simulation, ImageTask task, Resolution size, CancelSignal isCancelled) {
    this.simulation = simulation;
    this.task = task;
    this.size = size;
    this.isCancelled = isCancelled;
  }

  @Override
  public RgbImages run(StepListener watcher) throws InterruptedException {
    List<byte[]> held = hold();
    long begun = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(simulation.getEncodeMillis());
    checkCancelled();
    long encoded = System.nanoTime();
    for (int step = 1; step <= task.steps(); step++) {
      play(step);
      if (!watcher.onStep(new SimulatedStep(step)) || isCancelled.getAsBoolean()) {
        throw cancelled();
      }
    }
    long stepped = System.nanoTime();
    RgbImages images = decode(task.steps());
    held.clear();
    textNanos = encoded - begun;
    stepsNanos = stepped - encoded;
    decodeNanos = System.nanoTime() - stepped;
    return images;
  }

  /** Takes up the memory that a real run would. */
  private List<byte[]> hold() {
    List<byte[]> held = new ArrayList<>();
    for (long i = 0; i < (long) simulation.getMemoryMib() * task.count(); i++) {
      held.add(new byte[MEBIBYTE]);
    }
    return held;
  }

  private void play(int step) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(simulation.getStepMillis());
    while (step == simulation.getStallAtStep() && !isCancelled.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
    }
    if (step == simulation.getFailAtStep()) {
      throw new StatusException(StatusCode.INTERNAL, "the simulation fails at step " + step);
    }
  }

  private RgbImages decode(int step) {
    try {
      TimeUnit.MILLISECONDS.sleep(simulation.getDecodeMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    }
    return new SimulatedImages(task, size, this::checkCancelled)
        .paint((double) step / task.steps());
  }

  private void checkCancelled() {
    if (isCancelled.getAsBoolean()) {
      throw cancelled();
    }
  }

  private static StatusException cancelled() {
    return new StatusException(StatusCode.CANCELLED, "the run was cancelled");
  }

  @Override
  public int nativeRuns() {
    return 1;
  }

  @Override
  public void tellTimes(RunContext listener) {
    listener.took(RunContext.Stage.TEXT, textNanos);
    listener.took(RunContext.Stage.DENOISE, stepsNanos);
    listener.took(RunContext.Stage.DECODE, decodeNanos);
  }

  @Override
  public GenerationReport report() {
    ImageDescription text = new ImageDescription(task, size, Map.of());
    int words = task.prompts().prompt().split("\\s+").length;
    return new GenerationReport(
        words,
        words,
        nativeRuns(),
        0,
        IntStream.range(0, task.count()).mapToObj(text::of).toList());
  }

  private final class SimulatedStep implements Step {
    private final int number;

    SimulatedStep(int number) {
      this.number = number;
    }

    @Override
    public int step() {
      return number - 1;
    }

    @Override
    public int steps() {
      return task.steps();
    }

    @Override
    public RgbImages decode() {
      return SimulatedRun.this.decode(number);
    }
  }
}
