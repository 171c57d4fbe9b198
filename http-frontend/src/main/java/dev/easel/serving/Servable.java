package dev.easel.serving;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.model.TuningReport;
import dev.easel.calculators.upstream.UpstreamReport;
import dev.easel.framework.live.LiveReport;
import dev.easel.framework.plan.GraphPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One named graph that a server serves.
 *
 * <p><b>Threads</b>: any thread may call any method at any time; none of them waits.
 */
public interface Servable {

  /** The name that clients and {@code config.json} use; may contain {@code /}. */
  String name();

  /** Further names under which its resources can be reached, such as those of LoRA adapters. */
  List<String> aliases();

  /** Whether the servable itself, and not only its aliases, belongs in lists of models. */
  default boolean isListed() {
    return true;
  }

  /** What the servable is doing. */
  ServableState state();

  /** Why the servable cannot serve, or why its last change was refused; empty when all is well. */
  Optional<String> failure();

  /** The image endpoints that its model answers, such as {@code generations}, the usual first. */
  default List<String> imageEndpoints() {
    return List.of();
  }

  /** The sizes of images, as {@code WxH}, that its model makes well and that may be asked for. */
  default List<String> imageSizes() {
    return List.of();
  }

  /** Whether its models are in memory; a servable that is loaded on demand serves without. */
  default boolean isLoaded() {
    return state() == ServableState.AVAILABLE;
  }

  /** How many of its calls hang: they did not return after their runs had ended. */
  default int hangingCalls() {
    return 0;
  }

  /** What became of the processes of its models. */
  default WorkerReport workers() {
    return WorkerReport.NONE;
  }

  /** What its cache of results was asked for; empty when it has none. */
  default Optional<CacheReport> resultCache() {
    return Optional.empty();
  }

  /** What became of its requests to other servers, if it passes them on. */
  default List<UpstreamReport> upstreams() {
    return List.of();
  }

  /** The graph of what is loaded. */
  default Optional<GraphPlan> graph() {
    return Optional.empty();
  }

  /** What the runs of what is loaded do; empty where nobody counts, or nothing is loaded. */
  default Optional<LiveReport> live() {
    return Optional.empty();
  }

  /** How often it was loaded since it was listed. */
  default long loads() {
    return 0;
  }

  /** How often it could not be. */
  default long failedLoads() {
    return 0;
  }

  /** Why it is not ready for requests though it is loaded; empty when it is. */
  default Optional<String> obstacle() {
    return Optional.empty();
  }

  /** What is to be known of it although it works, such as adapters of which not everything fits. */
  default List<String> warnings() {
    return List.of();
  }

  /** How its models were compiled and why. */
  default List<TuningReport> tuning() {
    return List.of();
  }

  /** Whether requests wait in a line for one of its models. */
  default boolean hasLine() {
    return false;
  }

  /** How busy its models are. */
  default Occupancy occupancy() {
    return Occupancy.UNKNOWN;
  }

  /**
   * Checks a request without running it, as far as that can be done: what is not loaded, or reads
   * requests in its own way, finds mistakes only when it runs.
   *
   * <p><b>Failure</b>: a request's mistake, the same that its run would end with.
   */
  default void check(HttpRequestPayload payload) {}

  /** How far its loading is. */
  LoadProgress progress();

  /** When what is served now was loaded, or when the servable was first named. */
  Instant created();

  /**
   * Starts one run of the graph.
   *
   * <p>A servable that is loaded on demand is loaded first, and one whose model is busy lets the
   * request wait: the run then begins later.
   *
   * <p><b>Failure</b>: {@code UNAVAILABLE} when the servable does not serve, {@code
   * RESOURCE_EXHAUSTED} when too many requests wait for it already; nothing is then told to the
   * listener. Everything later goes to the listener.
   *
   * @param payload the request; its bytes stay as they are until the run has ended
   * @param terms who asks, and how long it may take
   * @param listener told of every answer and of the end
   */
  RunHandle start(HttpRequestPayload payload, RunTerms terms, RunListener listener);

  /** Starts a run for somebody on this machine. */
  default RunHandle start(HttpRequestPayload payload, RunListener listener) {
    return start(payload, RunTerms.LOCAL, listener);
  }
}
