package dev.easel.http.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calls.RunTrace;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TraceShelfTest {
  private static final String GRAPH =
      """
      input_stream: "in"
      node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "out" }
      """;

  private static RunTrace trace(int packets, long mostBytes) {
    GraphDescription description =
        GraphDescription.parse(GRAPH, "graph.pbtxt", CalculatorRegistry.standard());
    RunTrace trace = new RunTrace(description.plan(), mostBytes);
    try (CalculatorGraph graph =
        new CalculatorGraph(description, GraphSettings.standard().withCallLog(trace))) {
      graph.startRun(Map.of());
      for (int t = 0; t < packets; t++) {
        graph.addPacketToInputStream("in", Packet.of(t, t));
      }
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    }
    return trace;
  }

  private static KeptTrace kept(String id, RunTrace trace) {
    return new KeptTrace(id, "request", "servable", trace);
  }

  @Test
  void aTraceHasTheFirstCallsThatThereIsRoomForAndCountsTheOthers() {
    RunTrace whole = trace(100, 1 << 20);
    assertThat(whole.leftOut()).isZero();
    RunTrace part = trace(100, 4000);
    assertThat(part.bytes()).isLessThanOrEqualTo(4000).isPositive();
    assertThat(part.calls()).isNotEmpty();
    assertThat(part.calls().size() + part.leftOut()).isEqualTo(whole.calls().size());
  }

  @Test
  void theOldestLeaveWhenThereAreTooMany() {
    TraceShelf shelf = new TraceShelf(2, 1 << 20);
    for (String id : new String[] {"a", "b", "c"}) {
      shelf.keep(kept(id, trace(1, 1 << 20)));
    }
    assertThat(shelf.all()).extracting(KeptTrace::id).containsExactly("c", "b");
    assertThat(shelf.find("a")).isEmpty();
    assertThat(shelf.find("b")).isPresent();
  }

  @Test
  void theOldestLeaveWhenTheyTakeTooMuch() {
    RunTrace one = trace(10, 1 << 20);
    TraceShelf shelf = new TraceShelf(100, 2 * one.bytes());
    for (String id : new String[] {"a", "b", "c"}) {
      shelf.keep(kept(id, one));
    }
    assertThat(shelf.all()).extracting(KeptTrace::id).containsExactly("c", "b");
  }
}
