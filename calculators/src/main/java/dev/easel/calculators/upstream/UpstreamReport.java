package dev.easel.calculators.upstream;

import java.util.List;
import java.util.Map;

/**
 * What became of the requests to one upstream since its graph was loaded. It has no address: a
 * report may be shown to anybody.
 *
 * @param place its place among the node's upstreams, from 0
 * @param results how many requests ended so: {@code answered}, {@code refused} for a mistake in the
 *     request, {@code failed}, {@code left} by the client
 * @param breaker {@code closed}, {@code open} or {@code half_open}
 * @param latencies how many requests took up to each of {@link #boundsMicros()}, and how many
 *     longer
 * @param totalMicros how long all of them took
 */
public record UpstreamReport(
    int place, Map<String, Long> results, String breaker, List<Long> latencies, long totalMicros) {

  /** Copies the collections. */
  public UpstreamReport {
    results = Map.copyOf(results);
    latencies = List.copyOf(latencies);
  }

  /** Each 1.8 times the one before, from 10 microseconds to more than an hour. */
  public static double[] boundsMicros() {
    return UpstreamTally.bounds();
  }
}
