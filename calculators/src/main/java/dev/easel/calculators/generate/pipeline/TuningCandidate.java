package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.model.TuningFigure;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A model compiled one way, in a process of its own, and what was measured of it.
 *
 * <p><b>Threads</b>: one; it has threads of its own while it measures.
 *
 * <p><b>Ownership</b>: closes the model and its process.
 */
final class TuningCandidate implements AutoCloseable {

  private static final double NANOS = 1e9;

  private final Map<String, String> properties;
  private final DiffusionRuntime runtime;
  private final DiffusionModel model;

  /** By the number of runs at once, the rounds of each size. */
  private final Map<Integer, Map<Resolution, List<Double>>> rates = new TreeMap<>();

  private final Map<Integer, Long> memory = new TreeMap<>();
  private int difference;

  /**
   * Loads the model.
   *
   * @param runtime the candidate's own
   */
  TuningCandidate(Map<String, String> properties, ModelSpec spec, DiffusionRuntime runtime) {
    this.properties = properties;
    this.runtime = runtime;
    try {
      model = runtime.load(spec);
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  DiffusionModel model() {
    return model;
  }

  /** How long one request takes. */
  double seconds(DiffusionRequest request) throws InterruptedException {
    long begin = System.nanoTime();
    make(request).close();
    return (System.nanoTime() - begin) / NANOS;
  }

  RgbImages make(DiffusionRequest request) throws InterruptedException {
    return model.generate(request, StepListener.NONE, () -> false);
  }

  /** Remembers how far its pixels are from those that another one made of the same request. */
  void compare(DiffusionRequest request, RgbImages other) throws InterruptedException {
    try (RgbImages own = make(request)) {
      ByteBuffer mine = own.pixels().duplicate();
      ByteBuffer theirs = other.pixels().duplicate();
      if (mine.remaining() != theirs.remaining()) {
        throw new StatusException(StatusCode.INTERNAL, "two images of one request differ in size");
      }
      while (mine.hasRemaining()) {
        int apart = Math.abs((mine.get() & 0xff) - (theirs.get() & 0xff));
        difference = Math.max(difference, apart);
      }
    }
  }

  /** Measures one round of so many runs at once; more at once follow fewer. */
  void measure(Resolution size, DiffusionRequest request, int atOnce, double seconds)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      long begin = System.nanoTime();
      List<Future<Double>> runs = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        runs.add(threads.submit(() -> rate(request, begin, seconds)));
      }
      double all = 0;
      for (Future<Double> run : runs) {
        all += run.get();
      }
      rates
          .computeIfAbsent(atOnce, key -> new HashMap<>())
          .computeIfAbsent(size, key -> new ArrayList<>())
          .add(all);
      // Later rounds hold what more runs at once have left.
      memory.putIfAbsent(atOnce, residentMib());
    } catch (ExecutionException e) {
      throw new StatusException(
          StatusCode.INTERNAL, "a run failed while it was measured: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** One run after another; each begins within the time. */
  private double rate(DiffusionRequest request, long begin, double seconds)
      throws InterruptedException {
    int images = 0;
    double took;
    do {
      try (RgbImages made = make(request)) {
        images += made.count();
      }
      took = (System.nanoTime() - begin) / NANOS;
    } while (took < seconds);
    return images / took;
  }

  /** What was measured so far: the medians of the rounds, and of several sizes their mean. */
  TuningFigure figure() {
    TreeMap<Integer, TuningFigure.Run> runs = new TreeMap<>();
    rates.forEach(
        (atOnce, sizes) ->
            runs.put(atOnce, new TuningFigure.Run(mean(sizes), memory.getOrDefault(atOnce, 0L))));
    return new TuningFigure(properties, difference, runs);
  }

  private static double mean(Map<Resolution, List<Double>> sizes) {
    double product =
        sizes.values().stream().mapToDouble(TuningCandidate::median).reduce(1, (a, b) -> a * b);
    return Math.pow(product, 1.0 / sizes.size());
  }

  private static double median(List<Double> rounds) {
    List<Double> sorted = rounds.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : Math.sqrt(sorted.get(half - 1) * sorted.get(half));
  }

  /** Of the model's process. */
  private long residentMib() {
    long process = model.health().process().orElse(ProcessHandle.current().pid());
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it is not known here
    }
  }

  @Override
  public void close() {
    try {
      model.close();
    } finally {
      runtime.close();
    }
  }
}
