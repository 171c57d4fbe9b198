package dev.easel.cli;

import dev.easel.framework.status.StatusException;
import dev.easel.http.metrics.MetricFamilies;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether {@code /metrics} answers, and with what. */
final class MetricsOptions {
  @Option(
      names = "--metrics_enable",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Answers GET /metrics in Prometheus's text format.")
  private boolean isEnabled;

  @Option(
      names = "--metrics_list",
      paramLabel = "NAMES",
      split = ",",
      description = "Metric families, separated by commas (default: OVMS's default ones).")
  private List<String> families = List.of();

  void check(Misuse misuse) {
    misuse.when(
        !families.isEmpty() && !isEnabled,
        "metrics_enable setting is missing, required when metrics_list is provided");
  }

  /** What {@code /metrics} shows; empty when it shows nothing. */
  Optional<MetricFamilies> families(Misuse misuse) {
    if (!isEnabled) {
      return Optional.empty();
    }
    try {
      return Optional.of(MetricFamilies.of(families));
    } catch (StatusException e) {
      misuse.when(true, e.message());
      return Optional.empty();
    }
  }
}
