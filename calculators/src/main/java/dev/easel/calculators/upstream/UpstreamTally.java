package dev.easel.calculators.upstream;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Counts how the requests to one upstream end, and how long they take.
 *
 * <p><b>Threads</b>: any.
 */
final class UpstreamTally {
  private static final int BOUNDS = 33;
  private static final double FIRST_MICROS = 10;
  private static final double FACTOR = 1.8;

  /** How a request ended. */
  enum Result {
    ANSWERED("answered"),
    REFUSED("refused"),
    FAILED("failed"),
    LEFT("left");

    private final String label;

    Result(String label) {
      this.label = label;
    }
  }

  private final double[] bounds = bounds();
  private final Map<Result, LongAdder> results = new EnumMap<>(Result.class);
  private final List<LongAdder> latencies = adders(BOUNDS + 1);
  private final LongAdder micros = new LongAdder();

  UpstreamTally() {
    for (Result each : Result.values()) {
      results.put(each, new LongAdder());
    }
  }

  static double[] bounds() {
    return IntStream.range(0, BOUNDS)
        .mapToDouble(i -> Math.floor(FIRST_MICROS * Math.pow(FACTOR, i)))
        .toArray();
  }

  private static List<LongAdder> adders(int count) {
    return IntStream.range(0, count).mapToObj(i -> new LongAdder()).toList();
  }

  /** A request has ended; how long one took that was left says nothing. */
  void add(Result result, long nanos) {
    Optional.ofNullable(results.get(result)).ifPresent(LongAdder::increment);
    if (result != Result.LEFT) {
      long taken = TimeUnit.NANOSECONDS.toMicros(nanos);
      int at = 0;
      while (at < bounds.length && taken > bounds[at]) {
        at++;
      }
      latencies.get(at).increment();
      micros.add(taken);
    }
  }

  UpstreamReport report(int place, String breaker) {
    Map<String, Long> counts = new TreeMap<>();
    results.forEach((result, count) -> counts.put(result.label, count.sum()));
    List<Long> times = new ArrayList<>();
    latencies.forEach(each -> times.add(each.sum()));
    return new UpstreamReport(place, counts, breaker, times, micros.sum());
  }
}
