package dev.easel.http.metrics;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which metric families a deployer asked for.
 *
 * @param names the families' names
 */
public record MetricFamilies(Set<String> names) {

  static final String ACCEPTED = "ovms_requests_accepted";
  static final String REJECTED = "ovms_requests_rejected";
  static final String RESPONSES = "ovms_responses";
  static final String GRAPH_ERROR = "ovms_graph_error";
  static final String CURRENT_GRAPHS = "ovms_current_graphs";
  static final String PROCESSING_TIME = "ovms_graph_processing_time_us";
  static final String SUCCESS = "ovms_requests_success";
  static final String FAIL = "ovms_requests_fail";
  static final String ANSWERS = "easel_http_answers";
  static final String ERRORS = "easel_http_errors";
  static final String CONNECTIONS = "easel_http_connections";
  static final String WAITING = "easel_waiting_requests";
  static final String WAIT_TIME = "easel_wait_time_us";
  static final String QUEUES = "easel_queue_length";
  static final String CANCELLED = "easel_runs_cancelled";
  static final String LOADS = "easel_loads";
  static final String EXCHANGES = "easel_http_exchanges";
  static final String HANGING = "easel_hanging_calls";
  static final String STATES = "easel_servable_state";

  /** Every family that has values here. */
  private static final List<String> KEPT =
      List.of(
          ACCEPTED,
          REJECTED,
          RESPONSES,
          GRAPH_ERROR,
          CURRENT_GRAPHS,
          PROCESSING_TIME,
          SUCCESS,
          FAIL,
          ANSWERS,
          ERRORS,
          CONNECTIONS,
          CANCELLED,
          EXCHANGES,
          LOADS,
          HANGING,
          STATES,
          WAITING,
          WAIT_TIME,
          QUEUES);

  /** OVMS's families of models that are no graphs: may be asked for, and never have values. */
  private static final Set<String> OF_OTHER_MODELS =
      Set.of(
          "ovms_current_requests",
          "ovms_request_time_us",
          "ovms_streams",
          "ovms_inference_time_us",
          "ovms_wait_for_infer_req_time_us",
          "ovms_infer_req_queue_size",
          "ovms_infer_req_active");

  /** Every family. */
  public static final MetricFamilies ALL = new MetricFamilies(Set.copyOf(KEPT));

  /** Copies the set. */
  public MetricFamilies {
    names = Set.copyOf(names);
  }

  /**
   * The families that a list names; all of them when it is empty.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} for a name that no family has.
   */
  public static MetricFamilies of(List<String> asked) {
    if (asked.isEmpty()) {
      return ALL;
    }
    Set<String> names = new LinkedHashSet<>();
    for (String name : asked) {
      if (!KEPT.contains(name) && !OF_OTHER_MODELS.contains(name)) {
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "metrics_list names '" + name + "', which is no metric family; there are " + KEPT);
      }
      names.add(name);
    }
    return new MetricFamilies(names);
  }

  boolean has(String name) {
    return names.contains(name);
  }
}
