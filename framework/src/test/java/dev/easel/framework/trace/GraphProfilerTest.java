package dev.easel.framework.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ExtensionRegistry;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.CalculatorProfile;
import dev.easel.framework.proto.CalculatorRuntimeInfo;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.GraphRuntimeInfo;
import dev.easel.framework.proto.GraphTrace;
import dev.easel.framework.proto.GraphTrace.CalculatorTrace;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.testing.GraphRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GraphProfilerTest {
  private static final String NODES =
      """
      input_stream: "in"
      node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "middle" }
      node { calculator: "PassThroughCalculator" input_stream: "middle" output_stream: "out" }
      """;

  private static CalculatorGraph graph(String profilerConfig) {
    return new CalculatorGraph(
        GraphRunner.of("profiler_config { " + profilerConfig + " }\n" + NODES).description());
  }

  private static void runThree(CalculatorGraph graph) {
    graph.startRun(Map.of());
    for (int t = 10; t < 13; t++) {
      graph.addPacketToInputStream("in", Packet.of("v" + t, t));
    }
    graph.closeAllInputStreams();
    graph.waitUntilDone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 4 "})
  void countsTheCallsOfEveryNode(String threads) {
    try (CalculatorGraph graph =
        graph(
            "enable_profiler: true enable_stream_latency: true histogram_interval_size_usec:"
                + " 60000000 num_histogram_intervals: 2 } "
                + threads
                + "options { ")) {
      runThree(graph);
      List<CalculatorProfile> profiles = graph.calculatorProfiles();
      assertThat(profiles)
          .extracting(CalculatorProfile::getName)
          .containsExactly("PassThroughCalculator_1", "PassThroughCalculator_2");
      for (CalculatorProfile each : profiles) {
        assertThat(each.getProcessRuntime().getCountList()).containsExactly(3L, 0L);
        assertThat(each.getProcessRuntime().getIntervalSizeUsec()).isEqualTo(60_000_000);
        assertThat(each.getProcessInputLatency().getCountList()).containsExactly(3L, 0L);
        assertThat(each.getProcessOutputLatency().getTotal())
            .isGreaterThanOrEqualTo(each.getProcessInputLatency().getTotal());
        assertThat(each.getInputStreamProfiles(0).getLatency().getCountList())
            .containsExactly(3L, 0L);
      }
      assertThat(profiles.get(1).getInputStreamProfiles(0).getName()).isEqualTo("middle");
    }
  }

  @Test
  void aCaptureStartsTheHistogramsAgain() {
    try (CalculatorGraph graph = graph("enable_profiler: true")) {
      runThree(graph);
      GraphProfile first = graph.captureProfile();
      assertThat(first.getCalculatorProfiles(0).getProcessRuntime().getCount(0)).isEqualTo(3);
      assertThat(first.getConfig().getNode(1).getName()).isEqualTo("PassThroughCalculator_2");
      assertThat(graph.captureProfile().getCalculatorProfiles(0).getProcessRuntime().getCount(0))
          .isZero();
    }
  }

  @Test
  void keepsToTheNodesThatTheFilterNames() {
    try (CalculatorGraph graph = graph("enable_profiler: true calculator_filter: \".*_2\"")) {
      runThree(graph);
      assertThat(graph.captureProfile().getCalculatorProfilesList())
          .extracting(CalculatorProfile::getName)
          .containsExactly("PassThroughCalculator_2");
    }
  }

  @Test
  void recordsNothingUnlessAsked() {
    try (CalculatorGraph graph = graph("")) {
      runThree(graph);
      assertThat(graph.calculatorProfiles())
          .allMatch(p -> p.getProcessRuntime().getCount(0) == 0 && p.getOpenRuntime() == 0);
      assertThat(graph.captureProfile().getGraphTraceCount()).isZero();
    }
  }

  @Test
  void tracesEveryPacketFromStreamToStream() {
    try (CalculatorGraph graph = graph("trace_enabled: true trace_log_disabled: true")) {
      runThree(graph);
      GraphTrace trace = graph.captureProfile().getGraphTrace(0);
      assertThat(trace.getBaseTimestamp()).isEqualTo(10);
      assertThat(trace.getCalculatorNameList())
          .containsExactly("PassThroughCalculator_1", "PassThroughCalculator_2");
      List<CalculatorTrace> second =
          trace.getCalculatorTraceList().stream()
              .filter(t -> t.getNodeId() == 1 && t.getEventType() == EventType.PROCESS)
              .toList();
      assertThat(second).extracting(CalculatorTrace::getInputTimestamp).containsExactly(0L, 1L, 2L);
      for (CalculatorTrace call : second) {
        assertThat(trace.getStreamName(call.getInputTrace(0).getStreamId())).isEqualTo("middle");
        assertThat(trace.getStreamName(call.getOutputTrace(0).getStreamId())).isEqualTo("out");
        assertThat(call.getFinishTime()).isGreaterThanOrEqualTo(call.getStartTime());
        assertThat(call.getInputTrace(0).getFinishTime())
            .isGreaterThanOrEqualTo(call.getInputTrace(0).getStartTime());
      }
    }
  }

  @Test
  void keepsNoMoreEventsThanItsCapacity() {
    try (CalculatorGraph graph =
        graph(
            "trace_enabled: true trace_log_disabled: true trace_log_capacity: 4"
                + " trace_log_instant_events: true")) {
      runThree(graph);
      assertThat(graph.captureProfile().getGraphTrace(0).getCalculatorTraceCount()).isEqualTo(4);
    }
  }

  @Test
  void leavesOutTheEventsThatAreDisabled() {
    try (CalculatorGraph graph =
        graph("trace_enabled: true trace_log_disabled: true trace_event_types_disabled: 2")) {
      runThree(graph);
      assertThat(graph.captureProfile().getGraphTrace(0).getCalculatorTraceCount()).isZero();
    }
  }

  @Test
  void writesFilesThatReadAsOneProfile(@TempDir Path folder) throws Exception {
    Path prefix = folder.resolve("trace_");
    try (CalculatorGraph graph =
        graph(
            "trace_enabled: true trace_log_path: \"%s\" trace_log_interval_usec: -1 trace_log_interval_count: 2 trace_log_count: 2"
                .formatted(prefix))) {
      runThree(graph);
      runThree(graph);
      runThree(graph);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("trace_0.binarypb", "trace_1.binarypb");
    }
    GraphProfile first = read(folder.resolve("trace_0.binarypb"));
    assertThat(first.getGraphTraceCount()).isEqualTo(2);
    assertThat(first.getConfig().getNodeCount()).isEqualTo(2);
    assertThat(read(folder.resolve("trace_1.binarypb")).getGraphTraceCount()).isEqualTo(1);
  }

  private static GraphProfile read(Path file) throws Exception {
    return GraphProfile.parseFrom(Files.readAllBytes(file), ExtensionRegistry.getEmptyRegistry());
  }

  @Test
  void aCalculatorSendsProfilesByTheClockOfItsInput() {
    GraphRunner.Outcome outcome =
        GraphRunner.of(
                """
                profiler_config { enable_profiler: true }
                input_stream: "in"
                node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "frame" }
                node { calculator: "GraphProfileCalculator" input_stream: "FRAME:frame" output_stream: "PROFILE:profile"
                  options { [mediapipe.GraphProfileCalculatorOptions.ext] { profile_interval: 20 } } }
                """)
            .observe("profile")
            .feed("in", 0, 1)
            .feed("in", 10, 1)
            .feed("in", 20, 1)
            .feed("in", 30, 1)
            .run()
            .good();
    assertThat(outcome.packets("profile")).extracting(Packet::timestamp).containsExactly(0L, 20L);
    GraphProfile first = outcome.packets("profile").get(0).get(GraphProfile.class);
    GraphProfile second = outcome.packets("profile").get(1).get(GraphProfile.class);
    assertThat(first.hasConfig()).isTrue();
    assertThat(second.hasConfig()).isFalse();
    assertThat(second.getCalculatorProfiles(0).getProcessRuntime().getCount(0)).isEqualTo(2);
  }

  @Test
  void tellsWhatIsQueuedAndWhatWasSent() {
    try (CalculatorGraph graph =
        new CalculatorGraph(
            GraphRunner.of(
                    """
                    runtime_info { enable_graph_runtime_info: true }
                    input_stream: "a"
                    input_stream: "b"
                    node { name: "join" calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "x" output_stream: "y" }
                    """)
                .description())) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("a", Packet.of(1, 5));
      graph.addPacketToInputStream("b", Packet.of(1, 5));
      graph.addPacketToInputStream("a", Packet.of(1, 7));
      graph.waitUntilIdle();
      GraphRuntimeInfo info = graph.runtimeInfo();
      CalculatorRuntimeInfo join = info.getCalculatorInfos(0);
      assertThat(join.getCalculatorName()).isEqualTo("join");
      assertThat(join.getLastProcessStartUnixUs()).isPositive();
      assertThat(join.getLastProcessFinishUnixUs())
          .isGreaterThanOrEqualTo(join.getLastProcessStartUnixUs());
      assertThat(join.getInputStreamInfos(0).getStreamName()).isEqualTo(":0:a");
      assertThat(join.getInputStreamInfos(0).getQueueSize()).isEqualTo(1);
      assertThat(join.getInputStreamInfos(0).getNumberOfPacketsAdded()).isEqualTo(2);
      assertThat(join.getInputStreamInfos(0).getMinimumTimestampOrBound()).isEqualTo(7);
      assertThat(join.getInputStreamInfos(1).getMinimumTimestampOrBound()).isEqualTo(6);
      assertThat(join.getOutputStreamInfos(0).getNumberOfPacketsAdded()).isEqualTo(1);
      assertThat(join.getOutputStreamInfos(0).getMinimumTimestampOrBound()).isEqualTo(6);
      graph.cancel();
    }
  }

  @Test
  void aCapturedProfileLeavesOutWhatIsSoByDefault() {
    try (CalculatorGraph graph = graph("enable_profiler: true")) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      graph.waitUntilIdle();
      CalculatorProfile all = graph.calculatorProfiles().get(0);
      CalculatorProfile captured = graph.captureProfile().getCalculatorProfiles(0);
      assertThat(all.getProcessRuntime().hasIntervalSizeUsec()).isTrue();
      assertThat(captured.getProcessRuntime().hasIntervalSizeUsec()).isFalse();
      assertThat(captured.getProcessRuntime().hasNumIntervals()).isFalse();
      assertThat(captured.getProcessRuntime().getIntervalSizeUsec()).isEqualTo(1_000_000);
      assertThat(captured.hasOpenRuntime()).isTrue();
      assertThat(captured.hasCloseRuntime()).isFalse();
      graph.closeAllInputStreams();
      graph.waitUntilDone();
      assertThat(graph.captureProfile().getCalculatorProfiles(0).hasCloseRuntime()).isTrue();
    }
  }
}
