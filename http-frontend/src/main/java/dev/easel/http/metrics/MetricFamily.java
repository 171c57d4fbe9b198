package dev.easel.http.metrics;

import dev.easel.calculators.upstream.UpstreamReport;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every family of metrics: its name, its kind, what it means, and where its values come from. */
@SuppressWarnings("ImmutableEnumChecker") // lists that cannot change, and lambdas
enum MetricFamily {
  ACCEPTED("ovms_requests_accepted", Kind.COUNTER, "Requests that entered a graph", Labels.OF_RUNS),
  REJECTED("ovms_requests_rejected", Kind.COUNTER, "Requests that no graph took", Labels.OF_RUNS),
  RESPONSES("ovms_responses", Kind.COUNTER, "Responses that graphs gave", Labels.OF_RUNS),
  GRAPH_ERROR("ovms_graph_error", Kind.COUNTER, "Runs that ended in an error", Labels.OF_RUNS),
  CURRENT_GRAPHS("ovms_current_graphs", Kind.GAUGE, "Runs in progress", List.of("name")),
  PROCESSING_TIME(
      "ovms_graph_processing_time_us",
      Kind.HISTOGRAM,
      "Time of a run in microseconds",
      List.of("method", "name")),
  SUCCESS(
      "ovms_requests_success", Kind.COUNTER, "Questions about a model answered", Labels.OF_RUNS),
  FAIL("ovms_requests_fail", Kind.COUNTER, "Questions about a model not answered", Labels.OF_RUNS),
  GRAPH_LOADED(
      "ovms_graph_loaded",
      Kind.GAUGE,
      "1 while a servable's models are loaded, 0 while it waits for a request to load them",
      List.of("name"),
      ofServables((servable, teller) -> teller.tell(servable.isLoaded() ? 1 : 0, servable.name()))),
  ANSWERS("easel_http_answers", Kind.COUNTER, "HTTP responses", List.of("status")),
  ERRORS("easel_http_errors", Kind.COUNTER, "HTTP errors by reason", List.of("status", "reason")),
  CONNECTIONS("easel_http_connections", Kind.GAUGE, "Open connections", List.of()),
  EXCHANGES(
      "easel_http_exchanges", Kind.GAUGE, "Requests that are received or answered", List.of()),
  CANCELLED(
      "easel_runs_cancelled",
      Kind.COUNTER,
      "Runs stopped before their end",
      List.of("name", "reason")),
  WAIT_TIME(
      "easel_wait_time_us",
      Kind.HISTOGRAM,
      "Time in microseconds until a run had its model",
      List.of("name")),
  STAGE_TIME(
      "easel_stage_time_us",
      Kind.HISTOGRAM,
      "Time in microseconds that runs spent in a stage",
      List.of("name", "stage")),
  LOADS(
      "easel_loads",
      Kind.COUNTER,
      "Loads of a servable, the first one and later ones",
      List.of("name", "result"),
      ofServables(
          (servable, teller) -> {
            teller.tell((double) servable.loads(), servable.name(), "done");
            teller.tell((double) servable.failedLoads(), servable.name(), "failed");
          })),
  HANGING(
      "easel_hanging_calls",
      Kind.GAUGE,
      "Calls that have not returned though their runs have ended",
      List.of("name"),
      ofServables((servable, teller) -> teller.tell(servable.hangingCalls(), servable.name()))),
  WORKERS(
      "easel_worker_processes",
      Kind.GAUGE,
      "Processes in which a servable's models are loaded",
      List.of("name"),
      ofServables(
          (servable, teller) -> teller.tell(servable.workers().processes(), servable.name()))),
  WORKER_DEATHS(
      "easel_worker_deaths",
      Kind.COUNTER,
      "Processes of models that ended by themselves, by the reason",
      List.of("name", "reason"),
      ofServables(
          (servable, teller) ->
              servable
                  .workers()
                  .deaths()
                  .forEach(
                      (reason, count) -> teller.tell((double) count, servable.name(), reason)))),
  WORKER_RESTARTS(
      "easel_worker_restarts",
      Kind.COUNTER,
      "How often a model was loaded again because its process had ended",
      List.of("name"),
      ofServables(
          (servable, teller) ->
              teller.tell((double) servable.workers().restarts(), servable.name()))),
  STATES(
      "easel_servable_state",
      Kind.GAUGE,
      "1 for the state that a servable is in",
      List.of("name", "state"),
      ofServables(
          (servable, teller) ->
              Arrays.stream(ServableState.values())
                  .forEach(
                      state ->
                          teller.tell(
                              servable.state() == state ? 1 : 0, servable.name(), state.name())))),
  WAITING(
      "easel_waiting_requests",
      Kind.GAUGE,
      "Requests that wait for their turn, or until their servable is loaded",
      List.of("name"),
      ofServables(
          (servable, teller) -> teller.tell(servable.progress().waiting(), servable.name()))),
  RUNNING(
      "easel_running_requests",
      Kind.GAUGE,
      "Requests that the servable's models work on",
      List.of("name"),
      ofServables(
          (servable, teller) -> teller.tell(servable.occupancy().running(), servable.name()))),
  RUNNING_MEMORY(
      "easel_running_bytes",
      Kind.GAUGE,
      "Memory that the requests hold which the servable's models work on, by estimate",
      List.of("name"),
      ofServables(
          (servable, teller) ->
              teller.tell((double) servable.occupancy().runningBytes(), servable.name()))),
  WAITING_WORK(
      "easel_waiting_work_seconds",
      Kind.GAUGE,
      "How long the servable's models will work on what waits for them, by estimate",
      List.of("name"),
      ofServables(
          (servable, teller) ->
              teller.tell(servable.occupancy().waitingSeconds(), servable.name()))),
  QUEUES(
      "easel_queue_length",
      Kind.GAUGE,
      "What is queued: servables to load, and requests for the server's own threads",
      List.of("queue"),
      (sources, teller) -> {
        teller.tell(sources.servables().waitingLoads(), "loads");
        sources.queues().forEach((name, length) -> teller.tell(length.getAsInt(), name));
      }),
  TASKS(
      "easel_tasks",
      Kind.GAUGE,
      "Tasks that the store has, by their state",
      List.of("state"),
      (sources, teller) -> tellAll(sources.desk().get().tasks(), teller)),
  WAITING_TASKS(
      "easel_tasks_waiting",
      Kind.GAUGE,
      "Tasks, and lines of batches, that wait for a servable",
      List.of("name", "kind"),
      (sources, teller) -> {
        DeskReport report = sources.desk().get();
        report.waitingTasks().forEach((name, count) -> teller.tell(count, name, "task"));
        report.waitingLines().forEach((name, count) -> teller.tell(count, name, "batch"));
      }),
  OLDEST_WAIT(
      "easel_tasks_oldest_wait_seconds",
      Kind.GAUGE,
      "How long the oldest waiting task has waited",
      List.of(),
      (sources, teller) -> teller.tell(sources.desk().get().oldestWaitSeconds())),
  DEAD_TASKS(
      "easel_tasks_dead",
      Kind.GAUGE,
      "Tasks that were given up because servers ended in the middle of them",
      List.of(),
      (sources, teller) -> teller.tell((double) sources.desk().get().deadTasks())),
  BATCHES(
      "easel_batches",
      Kind.GAUGE,
      "Batches that the store has, by their state",
      List.of("state"),
      (sources, teller) -> tellAll(sources.desk().get().batches(), teller)),
  WEBHOOKS(
      "easel_webhooks",
      Kind.GAUGE,
      "Webhooks that are still to be told, and those that were given up",
      List.of("state"),
      (sources, teller) -> tellAll(sources.desk().get().webhooks(), teller)),
  WEBHOOK_ATTEMPTS(
      "easel_webhook_attempts",
      Kind.COUNTER,
      "Attempts of this server to tell a webhook, by how they ended",
      List.of("result"),
      (sources, teller) -> tellAll(sources.desk().get().attempts(), teller)),
  CACHE_REQUESTS(
      "easel_result_cache_requests",
      Kind.COUNTER,
      "Requests that a cache of results was asked for",
      List.of("name", "result"),
      ofServables(
          (servable, teller) ->
              servable
                  .resultCache()
                  .ifPresent(
                      cache -> {
                        teller.tell((double) cache.hits(), servable.name(), "hit");
                        teller.tell((double) cache.misses(), servable.name(), "miss");
                        teller.tell((double) cache.shared(), servable.name(), "shared");
                      }))),
  CACHE_BYTES(
      "easel_result_cache_bytes",
      Kind.GAUGE,
      "How large the answers are that a cache of results keeps",
      List.of("name"),
      ofServables(
          (servable, teller) ->
              servable
                  .resultCache()
                  .ifPresent(cache -> teller.tell((double) cache.bytes(), servable.name())))),
  UPSTREAM_REQUESTS(
      "easel_upstream_requests",
      Kind.COUNTER,
      "Requests to an upstream, by how they ended",
      List.of("name", "upstream", "result"),
      ofUpstreams(
          (name, upstream, teller) ->
              upstream
                  .results()
                  .forEach(
                      (result, count) ->
                          teller.tell(
                              (double) count, name, String.valueOf(upstream.place()), result)))),
  UPSTREAM_BREAKER(
      "easel_upstream_breaker",
      Kind.GAUGE,
      "1 for the state that an upstream's breaker is in",
      List.of("name", "upstream", "state"),
      ofUpstreams(
          (name, upstream, teller) -> {
            for (String state : List.of("closed", "open", "half_open")) {
              teller.tell(
                  upstream.breaker().equals(state) ? 1 : 0,
                  name,
                  String.valueOf(upstream.place()),
                  state);
            }
          })),
  UPSTREAM_TIME(
      "easel_upstream_time_us",
      Kind.HISTOGRAM,
      "Time in microseconds until an upstream had answered or failed",
      List.of("name", "upstream")),
  DROPPED_LINES(
      "easel_log_lines_dropped",
      Kind.COUNTER,
      "Lines of the log that came faster than they were written",
      List.of(),
      (sources, teller) -> teller.tell((double) sources.droppedLines().getAsLong()));

  enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /** Takes a value with those of its labels. */
  @FunctionalInterface
  interface Teller {
    void tell(double value, String... labels);
  }

  /** Tells the present values. */
  @FunctionalInterface
  interface Values {
    void tell(MetricSources sources, Teller teller);
  }

  @FunctionalInterface
  private interface OfServable {
    void tell(Servable servable, Teller teller);
  }

  private static final class Labels {
    static final List<String> OF_RUNS = List.of("api", "interface", "method", "name");

    private Labels() {}
  }

  private final String title;
  private final Kind kind;
  private final String help;
  private final List<String> labels;
  private final Optional<Values> values;

  MetricFamily(String title, Kind kind, String help, List<String> labels) {
    this(title, kind, help, labels, Optional.empty());
  }

  MetricFamily(String title, Kind kind, String help, List<String> labels, Values values) {
    this(title, kind, help, labels, Optional.of(values));
  }

  MetricFamily(String title, Kind kind, String help, List<String> labels, Optional<Values> values) {
    this.title = title;
    this.kind = kind;
    this.help = help;
    this.labels = labels;
    this.values = values;
  }

  private static void tellAll(Map<String, Long> counts, Teller teller) {
    counts.forEach((label, count) -> teller.tell((double) count, label));
  }

  @FunctionalInterface
  private interface OfUpstream {
    void tell(String name, UpstreamReport upstream, Teller teller);
  }

  private static Values ofUpstreams(OfUpstream each) {
    return ofServables(
        (servable, teller) ->
            servable.upstreams().forEach(upstream -> each.tell(servable.name(), upstream, teller)));
  }

  private static Values ofServables(OfServable each) {
    return (sources, teller) ->
        sources.servables().all().forEach(servable -> each.tell(servable, teller));
  }

  /** The family's name as Prometheus has it. */
  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  String help() {
    return help;
  }

  String[] labels() {
    return labels.toArray(String[]::new);
  }

  /** Where the values come from; empty for a family that is counted as things happen. */
  Optional<Values> source() {
    return values;
  }
}
