package dev.easel.http.metrics;

import dev.easel.calculators.http.HttpResponsePayload;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The counters of one server.
 *
 * <p><b>Threads</b>: any thread may call any method at any time.
 */
public final class ServerMetrics {

  private static final double NANOS_OF_MICRO = 1000;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Exposition exposition;
  private final Map<MetricFamily, Counter> counters = new EnumMap<>(MetricFamily.class);
  private final Map<MetricFamily, Gauge> gauges = new EnumMap<>(MetricFamily.class);
  private final Map<MetricFamily, Histogram> histograms = new EnumMap<>(MetricFamily.class);

  // What every request counts: finding it by its labels would cost more than counting.
  private final Map<Integer, CounterDataPoint> answers = new ConcurrentHashMap<>();
  private final Map<String, GaugeDataPoint> running = new ConcurrentHashMap<>();
  private final Map<Way, CounterDataPoint> accepted = new ConcurrentHashMap<>();
  private final Map<Way, CounterDataPoint> responses = new ConcurrentHashMap<>();
  private final Map<Way, DistributionDataPoint> times = new ConcurrentHashMap<>();

  /** How a servable answers: at once or as a stream. */
  private record Way(String servable, String method) {}

  /**
   * Counters that start at nothing.
   *
   * @param families the families that are shown
   */
  public ServerMetrics(MetricFamilies families, MetricSources sources) {
    exposition = new Exposition(registry, families);
    for (MetricFamily family : MetricFamily.values()) {
      if (family == MetricFamily.UPSTREAM_TIME) {
        registry.register(new UpstreamTimes(sources.servables()));
        continue;
      }
      family.source().ifPresentOrElse(values -> read(family, values, sources), () -> count(family));
    }
  }

  private void read(MetricFamily family, MetricFamily.Values values, MetricSources sources) {
    if (family.kind() == MetricFamily.Kind.COUNTER) {
      CounterWithCallback.builder()
          .name(family.title())
          .help(family.help())
          .labelNames(family.labels())
          .callback(callback -> values.tell(sources, callback::call))
          .register(registry);
    } else {
      GaugeWithCallback.builder()
          .name(family.title())
          .help(family.help())
          .labelNames(family.labels())
          .callback(callback -> values.tell(sources, callback::call))
          .register(registry);
    }
  }

  private void count(MetricFamily family) {
    String[] labels = family.labels();
    switch (family.kind()) {
      case COUNTER ->
          counters.put(
              family,
              Counter.builder()
                  .name(family.title())
                  .help(family.help())
                  .labelNames(labels)
                  .register(registry));
      case GAUGE ->
          gauges.put(
              family,
              Gauge.builder()
                  .name(family.title())
                  .help(family.help())
                  .labelNames(labels)
                  .register(registry));
      case HISTOGRAM ->
          histograms.put(
              family,
              Histogram.builder()
                  .name(family.title())
                  .help(family.help())
                  .labelNames(labels)
                  .classicOnly()
                  .classicUpperBounds(bounds())
                  .register(registry));
    }
  }

  /** OVMS's buckets: each 1.8 times the one before, from 10 microseconds to more than an hour. */
  private static double[] bounds() {
    return IntStream.rangeClosed(0, 32)
        .mapToDouble(i -> Math.floor(10 * Math.pow(1.8, i)))
        .toArray();
  }

  private CounterDataPoint counter(MetricFamily family, String... labels) {
    return Objects.requireNonNull(counters.get(family)).labelValues(labels);
  }

  private void add(MetricFamily family, String... labels) {
    Counter counter = Objects.requireNonNull(counters.get(family));
    if (labels.length == 0) {
      counter.inc();
    } else {
      counter.labelValues(labels).inc();
    }
  }

  private GaugeDataPoint gauge(MetricFamily family, String... labels) {
    Gauge gauge = Objects.requireNonNull(gauges.get(family));
    return labels.length == 0 ? gauge : gauge.labelValues(labels);
  }

  private void observe(MetricFamily family, long nanos, String... labels) {
    Objects.requireNonNull(histograms.get(family))
        .labelValues(labels)
        .observe(nanos / NANOS_OF_MICRO);
  }

  /** A run of a servable has begun. */
  public RunMetrics begin(String servable) {
    running(servable).inc();
    return new RunMetrics(this, servable, System.nanoTime());
  }

  private GaugeDataPoint running(String servable) {
    return running.computeIfAbsent(servable, name -> gauge(MetricFamily.CURRENT_GRAPHS, name));
  }

  private CounterDataPoint accepted(String servable, String method) {
    return accepted.computeIfAbsent(
        new Way(servable, method),
        way -> counter(MetricFamily.ACCEPTED, "V3", "REST", way.method(), way.servable()));
  }

  private CounterDataPoint responses(String servable, String method) {
    return responses.computeIfAbsent(
        new Way(servable, method),
        way -> counter(MetricFamily.RESPONSES, "V3", "REST", way.method(), way.servable()));
  }

  private DistributionDataPoint times(String servable, String method) {
    return times.computeIfAbsent(
        new Way(servable, method),
        way ->
            Objects.requireNonNull(histograms.get(MetricFamily.PROCESSING_TIME))
                .labelValues(way.method(), way.servable()));
  }

  void reject(String servable) {
    running(servable).dec();
    add(MetricFamily.REJECTED, "V3", "REST", "Unary", servable);
  }

  /** A question of KServe's API about a model was answered with a status. */
  public void tell(String method, String name, int status) {
    add(status < 400 ? MetricFamily.SUCCESS : MetricFamily.FAIL, "KServe", "REST", method, name);
  }

  /** An answer of a status went out. */
  public void answer(int status) {
    answers
        .computeIfAbsent(status, known -> counter(MetricFamily.ANSWERS, String.valueOf(known)))
        .inc();
  }

  /** An answer told of an error for a reason. */
  public void error(int status, String reason) {
    add(MetricFamily.ERRORS, String.valueOf(status), reason);
  }

  void cancel(String servable, CancelReason reason) {
    add(MetricFamily.CANCELLED, servable, reason.label());
  }

  /** A request has begun to arrive. */
  public void beginExchange() {
    gauge(MetricFamily.EXCHANGES).inc();
  }

  /** A request was answered, or its client is gone. */
  public void endExchange() {
    gauge(MetricFamily.EXCHANGES).dec();
  }

  /** A connection was opened. */
  public void connect() {
    gauge(MetricFamily.CONNECTIONS).inc();
  }

  /** A connection was closed. */
  public void disconnect() {
    gauge(MetricFamily.CONNECTIONS).dec();
  }

  /** The values in Prometheus's text format. */
  public HttpResponsePayload scrape() {
    return exposition.write();
  }

  void turn(String servable, long nanos) {
    observe(MetricFamily.WAIT_TIME, nanos, servable);
  }

  void stage(String servable, String stage, long nanos) {
    observe(MetricFamily.STAGE_TIME, nanos, servable, stage);
  }

  void accept(String servable, String method) {
    accepted(servable, method).inc();
  }

  void respond(String servable, String method) {
    responses(servable, method).inc();
  }

  void end(String servable, String method, boolean isFailed, long nanos) {
    running(servable).dec();
    times(servable, method).observe(nanos / NANOS_OF_MICRO);
    if (isFailed) {
      add(MetricFamily.GRAPH_ERROR, "V3", "REST", method, servable);
    }
  }
}
