package dev.easel.http.metrics;

import dev.easel.calculators.upstream.UpstreamReport;
import dev.easel.serving.Servable;
import dev.easel.serving.Servables;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;

/** Shows how long upstreams took, by what they have counted themselves. */
final class UpstreamTimes implements Collector {
  private static final MetricFamily FAMILY = MetricFamily.UPSTREAM_TIME;

  private final Servables servables;
  private final double[] bounds;

  UpstreamTimes(Servables servables) {
    this.servables = servables;
    double[] known = UpstreamReport.boundsMicros();
    bounds = Arrays.copyOf(known, known.length + 1);
    bounds[known.length] = Double.POSITIVE_INFINITY;
  }

  @Override
  public MetricSnapshot collect() {
    HistogramSnapshot.Builder all =
        HistogramSnapshot.builder().name(FAMILY.title()).help(FAMILY.help());
    for (Servable servable : servables.all()) {
      for (UpstreamReport upstream : servable.upstreams()) {
        String[] values = {servable.name(), String.valueOf(upstream.place())};
        long[] counts = upstream.latencies().stream().mapToLong(Long::longValue).toArray();
        all.dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                .sum((double) upstream.totalMicros())
                .labels(Labels.of(FAMILY.labels(), values))
                .build());
      }
    }
    return all.build();
  }
}
