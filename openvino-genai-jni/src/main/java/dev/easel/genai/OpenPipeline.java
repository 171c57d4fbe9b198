package dev.easel.genai;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.bridge.Gate;
import dev.easel.genai.bridge.NativeHandle;
import dev.easel.genai.bridge.StepBridge;
import dev.easel.genai.bridge.Turn;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.picture.PixelMemory;
import dev.easel.picture.RgbImages;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the three pipelines share: the handle, the turn, the adapters, and how a run goes. */
final class OpenPipeline {
  /** The native methods of one pipeline class. */
  record Natives(
      LongConsumer free,
      LongBinaryOperator decode,
      LongFunction<float[]> metrics,
      LongConsumer releaseMemory) {}

  /** The native open of one pipeline class. */
  @FunctionalInterface
  interface Opener {
    long open(
        byte[] path,
        byte[][] devices,
        byte[] properties,
        int[] shape,
        float guidanceScale,
        long[] adapters,
        float[] alphas,
        int mode);
  }

  /** The native generate of one pipeline class, with its prompt and images. */
  @FunctionalInterface
  interface Run {
    long start(long handle, byte[] config, float[] alphas, @Nullable StepBridge bridge);
  }

  /** An image smaller than one cell of the latent would leave GenAI with an empty tensor. */
  static final int LEAST_SIDE = 16;

  private final String name;
  private final Natives natives;
  private final NativeHandle handle;
  private final Turn turn;
  private final Gate gate;
  private final PixelMemory memory;
  private final LoadedModel model;
  private volatile PerformanceMetrics metrics;

  private OpenPipeline(
      String name,
      Natives natives,
      long address,
      Turn turn,
      Gate gate,
      PixelMemory memory,
      LoadedModel model) {
    this.name = name;
    this.natives = natives;
    this.handle = new NativeHandle(name, address, natives.free());
    this.turn = turn;
    this.gate = gate;
    this.memory = memory;
    this.model = model;
    this.metrics = PerformanceMetrics.loaded(natives.metrics().apply(address));
  }

  static OpenPipeline open(
      String name, Natives natives, Path folder, PipelineOptions options, Opener opener) {
    LoadedModel model = LoadedModel.of(folder, options);
    GenAi.load();
    long address = model.open(opener);
    Gate gate = new Gate(model.hasAdapters());
    return new OpenPipeline(name, natives, address, new Turn(), gate, new PixelMemory(), model);
  }

  /** A pipeline with native requests of its own, unless GenAI shares some behind our back. */
  OpenPipeline fork(LongUnaryOperator clone) {
    return on(handle.use(clone::applyAsLong), name, natives);
  }

  /** The same as a pipeline of another kind. */
  OpenPipeline convert(String target, Natives targetNatives, LongUnaryOperator conversion) {
    return on(inTurn("from", conversion::applyAsLong), target, targetNatives);
  }

  private OpenPipeline on(long address, String target, Natives targetNatives) {
    Turn own = model.isForkIndependent() ? new Turn() : turn;
    return new OpenPipeline(target, targetNatives, address, own, gate, memory, model);
  }

  RgbImages generate(GenerationConfig config, StepListener listener, Run run) {
    Objects.requireNonNull(listener, "listener: StepListener.NONE follows nothing");
    model.check(config);
    byte[] properties = config.toBytes();
    float[] alphas = model.alphas(config.adapters());
    return inTurn("generate", address -> generate(address, properties, alphas, listener, run));
  }

  private RgbImages generate(
      long address, byte[] properties, float[] alphas, StepListener listener, Run run) {
    long tensor = 0;
    try (Gate.Pass pass = gate.enter()) {
      StepBridge bridge =
          new StepBridge(
              follower(address, listener), listener.previews(), listener::isOver, turn, pass);
      boolean called = listener != StepListener.NONE || gate.isNeeded();
      try {
        tensor = run.start(address, properties, alphas, called ? bridge : null);
      } finally {
        bridge.rethrow();
      }
    }
    metrics = PerformanceMetrics.of(natives.metrics().apply(address));
    if (tensor == 0) {
      throw new GenerationStoppedException();
    }
    return PixelTensor.take(tensor, memory);
  }

  private StepBridge.Follower follower(long address, StepListener listener) {
    return (step, steps, latent) ->
        CurrentStep.show(listener, step, steps, () -> decode(address, latent));
  }

  PerformanceMetrics metrics() {
    return handle.use(address -> metrics);
  }

  void releaseMemory() {
    handle.use(
        address -> {
          natives.releaseMemory().accept(address);
          return address;
        });
  }

  boolean isClosed() {
    return handle.isClosed();
  }

  void close() {
    turn.refuseFromListener("close");
    handle.close();
  }

  private RgbImages decode(long address, long latent) {
    return PixelTensor.take(natives.decode().applyAsLong(address, latent), memory);
  }

  private <T> T inTurn(String action, LongFunction<T> call) {
    return handle.use(
        address ->
            turn.take(
                name + "." + action,
                () -> {
                  handle.refuseClosed();
                  return call.apply(address);
                }));
  }

  static byte[] prompt(String prompt) {
    return Checks.utf8("prompt", prompt);
  }

  static void checkImage(String what, RgbImages image, int least) {
    if (image.count() != 1) {
      throw new IllegalArgumentException(what + " must be one picture, not " + image.count());
    }
    Checks.between("the height of " + what, image.height(), least, Checks.MAX_SIDE);
    Checks.between("the width of " + what, image.width(), least, Checks.MAX_SIDE);
  }
}
