package dev.easel.http.metrics;

import dev.easel.calculators.payload.HttpResponsePayload;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.Servables;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * The counters of one server.
 *
 * <p><b>Threads</b>: any thread may call any method at any time.
 */
public final class ServerMetrics {

  private static final String[] RUN_LABELS = {"api", "interface", "method", "name"};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Exposition exposition;
  private final Counter accepted;
  private final Counter rejected;
  private final Counter responses;
  private final Counter graphErrors;
  private final Counter success;
  private final Counter fail;
  private final Counter answers;
  private final Counter errors;
  private final Counter cancelled;
  private final Gauge currentGraphs;
  private final Gauge connections;
  private final Gauge exchanges;
  private final Histogram processingTime;
  private final Histogram waitTime;

  /**
   * Counters that start at nothing.
   *
   * @param families the families that are shown
   * @param servables whose states are told
   * @param lines the server's own lines of work, with their lengths
   */
  public ServerMetrics(
      MetricFamilies families, Servables servables, Map<String, IntSupplier> lines) {
    this.exposition = new Exposition(registry, families);
    accepted = counter(MetricFamilies.ACCEPTED, "Requests that entered a graph", RUN_LABELS);
    rejected = counter(MetricFamilies.REJECTED, "Requests that no graph took", RUN_LABELS);
    responses = counter(MetricFamilies.RESPONSES, "Answers that graphs gave", RUN_LABELS);
    graphErrors = counter(MetricFamilies.GRAPH_ERROR, "Runs that ended in an error", RUN_LABELS);
    success = counter(MetricFamilies.SUCCESS, "Questions about a model answered", RUN_LABELS);
    fail = counter(MetricFamilies.FAIL, "Questions about a model not answered", RUN_LABELS);
    answers = counter(MetricFamilies.ANSWERS, "HTTP answers", "status");
    errors = counter(MetricFamilies.ERRORS, "HTTP errors by reason", "status", "reason");
    cancelled =
        counter(MetricFamilies.CANCELLED, "Runs stopped before their end", "name", "reason");
    currentGraphs = gauge(MetricFamilies.CURRENT_GRAPHS, "Runs in progress", "name");
    connections = gauge(MetricFamilies.CONNECTIONS, "Open connections");
    exchanges = gauge(MetricFamilies.EXCHANGES, "Requests that are received or answered");
    processingTime =
        histogram(
            MetricFamilies.PROCESSING_TIME, "Time of a run in microseconds", "method", "name");
    waitTime =
        histogram(
            MetricFamilies.WAIT_TIME, "Time in microseconds until a run had its model", "name");
    GaugeWithCallback.builder()
        .name(MetricFamilies.STATES)
        .help("1 for the state that a servable is in")
        .labelNames("name", "state")
        .callback(callback -> tellStates(servables, callback))
        .register(registry);
    CounterWithCallback.builder()
        .name(MetricFamilies.LOADS)
        .help("Loads of a servable, the first one and later ones")
        .labelNames("name", "result")
        .callback(
            callback ->
                servables
                    .all()
                    .forEach(
                        servable -> {
                          callback.call((double) servable.loads(), servable.name(), "done");
                          callback.call((double) servable.failedLoads(), servable.name(), "failed");
                        }))
        .register(registry);
    GaugeWithCallback.builder()
        .name(MetricFamilies.HANGING)
        .help("Calls that have not returned though their runs have ended")
        .labelNames("name")
        .callback(
            callback -> servables.all().forEach(s -> callback.call(s.hangingCalls(), s.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name(MetricFamilies.WAITING)
        .help("Requests that wait for their turn, or until their servable is loaded")
        .labelNames("name")
        .callback(
            callback ->
                servables.all().forEach(s -> callback.call(s.progress().waiting(), s.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name(MetricFamilies.QUEUES)
        .help("What is in line: servables to load, and requests for the server's own threads")
        .labelNames("queue")
        .callback(
            callback -> {
              callback.call(servables.waitingLoads(), "loads");
              lines.forEach((name, length) -> callback.call(length.getAsInt(), name));
            })
        .register(registry);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private Histogram histogram(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(bounds())
        .register(registry);
  }

  /** OVMS's buckets: each 1.8 times the one before, from 10 microseconds to more than an hour. */
  private static double[] bounds() {
    return IntStream.rangeClosed(0, 32)
        .mapToDouble(i -> Math.floor(10 * Math.pow(1.8, i)))
        .toArray();
  }

  private static void tellStates(Servables servables, GaugeWithCallback.Callback callback) {
    for (Servable servable : servables.all()) {
      for (ServableState state : ServableState.values()) {
        callback.call(servable.state() == state ? 1 : 0, servable.name(), state.name());
      }
    }
  }

  /** A run of a servable has begun. */
  public RunMetrics begin(String servable) {
    currentGraphs.labelValues(servable).inc();
    return new RunMetrics(this, servable, System.nanoTime());
  }

  void reject(String servable) {
    currentGraphs.labelValues(servable).dec();
    rejected.labelValues("V3", "REST", "Unary", servable).inc();
  }

  /** A question of KServe's API about a model was answered with a status. */
  public void tell(String method, String name, int status) {
    (status < 400 ? success : fail).labelValues("KServe", "REST", method, name).inc();
  }

  /** An answer of a status went out. */
  public void answer(int status) {
    answers.labelValues(String.valueOf(status)).inc();
  }

  /** An answer told of an error for a reason. */
  public void error(int status, String reason) {
    errors.labelValues(String.valueOf(status), reason).inc();
  }

  void cancel(String servable, CancelReason reason) {
    cancelled.labelValues(servable, reason.label()).inc();
  }

  /** A request has begun to arrive. */
  public void beginExchange() {
    exchanges.inc();
  }

  /** A request was answered, or its client is gone. */
  public void endExchange() {
    exchanges.dec();
  }

  /** A connection was opened. */
  public void connect() {
    connections.inc();
  }

  /** A connection was closed. */
  public void disconnect() {
    connections.dec();
  }

  /** The values in Prometheus's text format. */
  public HttpResponsePayload scrape() {
    return exposition.write();
  }

  void turn(String servable, long nanos) {
    waitTime.labelValues(servable).observe(nanos / 1000.0);
  }

  void accept(String servable, String method) {
    accepted.labelValues("V3", "REST", method, servable).inc();
  }

  void respond(String servable, String method) {
    responses.labelValues("V3", "REST", method, servable).inc();
  }

  void end(String servable, String method, boolean isFailed, long nanos) {
    currentGraphs.labelValues(servable).dec();
    processingTime.labelValues(method, servable).observe(nanos / 1000.0);
    if (isFailed) {
      graphErrors.labelValues("V3", "REST", method, servable).inc();
    }
  }
}
