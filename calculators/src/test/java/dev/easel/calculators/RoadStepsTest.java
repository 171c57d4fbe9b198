package dev.easel.calculators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GraphTrace;
import dev.easel.framework.status.StatusException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The nodes that requests walk through, step by step, as ARCHITECTURE.md draws them. */
@Timeout(60)
class RoadStepsTest {
  private static final String OPTIONS =
      "device: \"SIM\" max_concurrent: 1 simulation { step_millis: 1 ";

  private Optional<StatusException> failure = Optional.empty();

  /** The nodes whose calls have begun, in that order. */
  private List<String> walk(Road road, HttpRequestPayload request) {
    try (CalculatorGraph run = road.graph()) {
      run.startRun(road.sidePackets());
      run.addPacketToInputStream("input", Packet.of(request, 0));
      run.closeAllPacketSources();
      try {
        run.waitUntilDone();
      } catch (StatusException e) {
        failure = Optional.of(e);
      }
      GraphTrace trace = run.captureProfile().getGraphTrace(0);
      return trace.getCalculatorTraceList().stream()
          .filter(call -> call.getEventType() == GraphTrace.EventType.PROCESS)
          .filter(call -> call.getNodeId() >= 0) // the graph itself has -1
          .map(call -> trace.getCalculatorName(call.getNodeId()))
          .map(name -> name.substring(name.lastIndexOf("__") + 2))
          .distinct()
          .toList();
    }
  }

  private static Road road(String more) {
    return Road.open("sd15", OPTIONS + more + "}", "trace_enabled: true trace_log_disabled: true");
  }

  @Test
  void ofAPrompt() {
    try (Road road = road("")) {
      assertThat(walk(road, Road.generation("")))
          .containsExactly("request", "queue", "decode", "wait", "generate", "encode", "respond");
      assertThat(failure).isEmpty();
    }
  }

  @Test
  void ofAnImage() {
    try (Road road = road("")) {
      assertThat(walk(road, Road.edit(Road.form())))
          .containsExactly("request", "queue", "decode", "wait", "generate", "encode", "respond");
      assertThat(failure).isEmpty();
    }
  }

  @Test
  void ofARefusal() {
    try (Road road = road("memory_mib: 1048576")) {
      assertThat(walk(road, Road.edit(Road.form()))).containsExactly("request", "queue");
      assertThat(failure.orElseThrow()).hasMessageContaining("queue").hasMessageContaining("MiB");
    }
  }

  @Test
  void ofAFailure() {
    try (Road road = road("fail_at_step: 2")) {
      assertThat(walk(road, Road.generation("")))
          .containsExactly("request", "queue", "decode", "wait", "generate");
      assertThat(failure.orElseThrow()).hasMessageContaining("fails at step 2");
    }
  }
}
