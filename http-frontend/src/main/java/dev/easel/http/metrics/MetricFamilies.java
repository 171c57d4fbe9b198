package dev.easel.http.metrics;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which metric families a deployer asked for.
 *
 * @param names the families' names
 */
public record MetricFamilies(Set<String> names) {

  /** Every family that has values here. */
  private static final List<String> KEPT =
      Arrays.stream(MetricFamily.values()).map(MetricFamily::title).toList();

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
