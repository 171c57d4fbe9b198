package dev.easel.cli.serve;

import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.metrics.MetricFamilies;
import dev.easel.serving.config.MetricsEntry;
import dev.easel.serving.repository.RepositorySettings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether {@code /metrics} answers, and with what; what is counted beside it. */
final class MetricsOptions {
  @Option(
      names = "--metrics_enable",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Answers GET /metrics in Prometheus's text format.")
  private boolean isEnabled;

  @Option(
      names = "--metrics_list",
      paramLabel = "NAMES",
      split = ",",
      description = "Metric families, separated by commas (default: all).")
  private List<String> families = List.of();

  @Option(
      names = "--profile_graphs",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Counts the calls of every node for GET /v1/graphs (default: ${DEFAULT-VALUE}).")
  private boolean profilesGraphs = true;

  /** The settings with or without counts of what runs do. */
  RepositorySettings addTo(RepositorySettings settings) {
    return profilesGraphs ? settings : settings.withoutCounts();
  }

  void check(Misuse misuse) {
    misuse.when(
        !families.isEmpty() && !isEnabled,
        "metrics_enable setting is missing, required when metrics_list is provided");
    MetricFamilies.of(families); // a failure, not misuse: OVMS's exit status for it is 1
  }

  /**
   * What {@code /metrics} shows; empty when it shows nothing.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} for a family that there is not, and when both the
   * command line and the configuration speak of metrics.
   */
  Optional<MetricFamilies> families(Optional<MetricsEntry> configured) {
    if (isEnabled && configured.isPresent()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "metrics are set twice: leave out --metrics_enable, or 'monitoring' in the"
              + " configuration");
    }
    if (isEnabled) {
      return Optional.of(MetricFamilies.of(families));
    }
    return configured
        .filter(MetricsEntry::enabled)
        .map(entry -> MetricFamilies.of(entry.families()));
  }
}
