package dev.easel.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {

  private static final String LABELS =
      "{api=\"V3\",interface=\"REST\",method=\"%s\",name=\"tiny\"} ";

  @Test
  void countsRunsUnderOvmsNames() {
    ServerMetrics metrics = metrics(MetricFamilies.ALL);
    RunMetrics unary = metrics.begin("tiny");
    assertThat(scrape(metrics)).contains("ovms_current_graphs{name=\"tiny\"} 1.0");
    unary.respond(false);
    unary.end(Optional.empty());
    RunMetrics stream = metrics.begin("tiny");
    stream.respond(true);
    stream.respond(true);
    stream.end(Optional.of(new StatusException(StatusCode.INTERNAL, "broken")));
    metrics.begin("tiny").reject();
    assertThat(scrape(metrics))
        .contains("# TYPE ovms_requests_accepted counter")
        .contains("ovms_requests_accepted" + LABELS.formatted("Unary") + "1.0")
        .contains("ovms_requests_accepted" + LABELS.formatted("Stream") + "1.0")
        .contains("ovms_responses" + LABELS.formatted("Stream") + "2.0")
        .contains("ovms_graph_error" + LABELS.formatted("Stream") + "1.0")
        .contains("ovms_requests_rejected" + LABELS.formatted("Unary") + "1.0")
        .contains("ovms_current_graphs{name=\"tiny\"} 0.0")
        .contains("ovms_graph_processing_time_us_count{method=\"Unary\",name=\"tiny\"} 1")
        .contains("le=\"10.0\"", "le=\"18.0\"", "le=\"32.0\"", "le=\"58.0\"")
        .doesNotContain("_total");
  }

  @Test
  void countsTheRest() {
    ServerMetrics metrics = metrics(MetricFamilies.ALL);
    metrics.tell("ModelReady", "tiny", 200);
    metrics.tell("ModelReady", "tiny", 404);
    metrics.error(404, "model_not_found");
    metrics.answer(404);
    metrics.connect();
    metrics.begin("tiny").cancel(CancelReason.DEADLINE);
    assertThat(scrape(metrics))
        .contains("ovms_requests_success{api=\"KServe\",interface=\"REST\",method=\"ModelReady\"")
        .contains("ovms_requests_fail{api=\"KServe\"")
        .contains("easel_http_errors{reason=\"model_not_found\",status=\"404\"} 1.0")
        .contains("easel_http_answers{status=\"404\"} 1.0")
        .contains("easel_http_connections 1.0")
        .contains("easel_queue_length{queue=\"work\"} 3.0")
        .contains("easel_queue_length{queue=\"loads\"} 0.0")
        .contains("easel_log_lines_dropped 7.0")
        .contains("easel_waiting_requests{name=\"tiny\"} 0.0")
        .contains("easel_runs_cancelled{name=\"tiny\",reason=\"deadline\"} 1.0")
        .contains("easel_servable_state{name=\"tiny\",state=\"AVAILABLE\"} 1.0")
        .contains("easel_servable_state{name=\"tiny\",state=\"LOADING\"} 0.0");
  }

  @Test
  void showsOnlyTheFamiliesAskedFor() {
    MetricFamilies one = MetricFamilies.of(List.of("ovms_current_graphs", "ovms_streams"));
    ServerMetrics metrics = metrics(one);
    metrics.begin("tiny").end(Optional.empty());
    assertThat(scrape(metrics)).contains("ovms_current_graphs").doesNotContain("accepted");
  }

  @Test
  void refusesAFamilyThatThereIsNot() {
    assertThatThrownBy(() -> MetricFamilies.of(List.of("ovms_nonsense")))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("'ovms_nonsense'");
  }

  private static ServerMetrics metrics(MetricFamilies families) {
    return new ServerMetrics(
        families,
        new MetricSources(
            GivenServables.of(GivenServable.echo("tiny")),
            Map.of("work", () -> 3),
            () -> 7,
            () -> DeskReport.NONE));
  }

  private static String scrape(ServerMetrics metrics) {
    return StandardCharsets.UTF_8.decode(metrics.scrape().body().get(0)).toString();
  }
}
