package dev.easel.framework.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ExtensionRegistry;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.GraphTrace;
import dev.easel.framework.proto.GraphTrace.CalculatorTrace;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.testing.GraphRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TraceLogTest {
  @TempDir Path folder;

  private CalculatorGraph graph(String more) {
    return graph(folder.resolve("trace_").toString(), more);
  }

  private static CalculatorGraph graph(String path, String more) {
    return new CalculatorGraph(
        GraphRunner.of(
                """
                profiler_config { trace_enabled: true trace_log_path: "%s" %s }
                input_stream: "in"
                node { name: "pass" calculator: "PassThroughCalculator" input_stream: "in" output_stream: "out" }
                """
                    .formatted(path, more))
            .description());
  }

  private TraceLog log(GraphProfiler profiler, CalculatorGraph graph) {
    return new TraceLog(profiler, graph.description().plan().config());
  }

  private static NodeCall call(long timestamp, long start, long end) {
    List<NodeCall.OnStream> in = List.of(new NodeCall.OnStream(0, "in", Packet.of(1, timestamp)));
    List<NodeCall.OnStream> out = List.of(new NodeCall.OnStream(0, "out", Packet.of(1, timestamp)));
    return new NodeCall(0, EventType.PROCESS, timestamp, in, out, start, end);
  }

  private static long writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("easel-trace"))
        .count();
  }

  private List<GraphTrace> written(int file) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve("trace_" + file + ".binarypb"));
    return GraphProfile.parseFrom(bytes, ExtensionRegistry.getEmptyRegistry()).getGraphTraceList();
  }

  private static List<Long> processed(List<GraphTrace> traces) {
    List<Long> timestamps = new ArrayList<>();
    for (GraphTrace trace : traces) {
      for (CalculatorTrace call : trace.getCalculatorTraceList()) {
        if (call.getNodeId() == 0 && call.getEventType() == EventType.PROCESS) {
          assertThat(call.hasStartTime() && call.hasFinishTime()).isTrue();
          timestamps.add(call.getInputTimestamp() + trace.getBaseTimestamp());
        }
      }
    }
    return timestamps;
  }

  @Test
  void aStopWithAStartAtOnceAfterItLeavesOneWriter() {
    try (CalculatorGraph graph = graph("")) {
      TraceLog log = log(new GraphProfiler(graph.description().plan()), graph);
      log.start();
      for (int i = 0; i < 200; i++) {
        log.stop();
        log.start();
      }
      assertThat(writers()).isEqualTo(1);
      log.stop();
      assertThat(writers()).isZero();
    }
  }

  @Test
  void aSecondStartEndsTheFirstWriter() {
    try (CalculatorGraph graph = graph("")) {
      TraceLog log = log(new GraphProfiler(graph.description().plan()), graph);
      log.start();
      log.start();
      assertThat(writers()).isEqualTo(1);
      log.stop();
    }
  }

  @Test
  void startsAndStopsOfManyThreadsLeaveNoWriter() throws Exception {
    try (CalculatorGraph graph = graph("trace_log_interval_usec: 1000")) {
      TraceLog log = log(new GraphProfiler(graph.description().plan()), graph);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int turn = 0; turn < 100; turn++) {
                    log.start();
                    log.stop();
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(writers()).isZero();
    }
  }

  @Test
  void anInterruptedThreadEndsTheWriterAndWritesTheRest() throws Exception {
    try (CalculatorGraph graph = graph("")) {
      GraphProfiler profiler = new GraphProfiler(graph.description().plan());
      TraceLog log = log(profiler, graph);
      log.start();
      profiler.called(call(7, profiler.now(), profiler.now()));
      Thread.currentThread().interrupt();
      log.stop();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(writers()).isZero();
      assertThat(processed(written(0))).containsExactly(7L);
    }
  }

  @Test
  void theLastRecordHasWhatTheMarginHeldBack() throws Exception {
    try (CalculatorGraph graph = graph("trace_log_margin_usec: 3600000000")) {
      GraphProfiler profiler = new GraphProfiler(graph.description().plan());
      TraceLog log = log(profiler, graph);
      log.start();
      profiler.called(call(7, profiler.now(), profiler.now()));
      assertThat(profiler.capture(false).getGraphTrace(0).getCalculatorTraceCount()).isZero();
      log.stop();
      assertThat(processed(written(0))).containsExactly(7L);
    }
  }

  @Test
  void aRunEndsThoughItsPathNamesNoFile() {
    try (CalculatorGraph graph = graph("\\000", "")) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    }
  }

  @Test
  void everyCallIsWrittenOnceHoweverTheRecordsFall() throws Exception {
    List<Long> expected = new ArrayList<>();
    try (CalculatorGraph graph =
        graph(
            "trace_log_interval_usec: 1000 trace_log_interval_count: 1000000"
                + " trace_log_capacity: 1000000")) {
      for (int run = 0; run < 10; run++) {
        graph.startRun(Map.of());
        for (int i = 0; i < 300; i++) {
          long t = 1000L * run + i;
          graph.addPacketToInputStream("in", Packet.of(1, t));
          expected.add(t);
        }
        graph.closeAllInputStreams();
        graph.waitUntilDone();
      }
    }
    assertThat(processed(written(0))).containsExactlyElementsOf(expected);
  }

  @Test
  void ofTwoGraphsWithOnePathOneWritesAtATime() throws Exception {
    String often = "trace_log_interval_usec: 1000";
    try (CalculatorGraph first = graph(often);
        CalculatorGraph second = graph(often)) {
      GraphProfiler ofFirst = new GraphProfiler(first.description().plan());
      GraphProfiler ofSecond = new GraphProfiler(second.description().plan());
      TraceLog firstLog = log(ofFirst, first);
      TraceLog secondLog = log(ofSecond, second);
      firstLog.start();
      ofFirst.called(call(1, ofFirst.now(), ofFirst.now()));
      while (ofFirst.hasTraced()) {
        Thread.onSpinWait();
      }
      secondLog.start();
      ofSecond.called(call(2, ofSecond.now(), ofSecond.now()));
      secondLog.stop();
      ofFirst.called(call(3, ofFirst.now(), ofFirst.now()));
      firstLog.stop();
      assertThat(processed(written(0))).containsExactly(1L, 3L);
      secondLog.stop();
      assertThat(processed(written(0))).containsExactly(2L);
    }
  }

  @Test
  void aCallThatWasRecordedAfterACaptureIsInTheNextOne() {
    try (CalculatorGraph graph = graph("enable_profiler: true")) {
      GraphProfiler profiler = new GraphProfiler(graph.description().plan());
      long start = profiler.now();
      long end = profiler.now();
      profiler.capture(false);
      profiler.called(call(5, start, end));
      GraphProfile next = profiler.capture(false);
      assertThat(processed(next.getGraphTraceList())).containsExactly(5L);
      assertThat(next.getCalculatorProfiles(0).getProcessRuntime().getCount(0)).isEqualTo(1);
      assertThat(processed(profiler.capture(false).getGraphTraceList())).isEmpty();
    }
  }

  @Test
  void aRecordThatHasNothingToTraceLeavesWhatWasCounted() {
    try (CalculatorGraph graph = graph("enable_profiler: true")) {
      GraphProfiler profiler = new GraphProfiler(graph.description().plan());
      TraceLog log = log(profiler, graph);
      profiler.called(new NodeCall(0, EventType.PROCESS, 5, List.of(), List.of(), 1, 2));
      log.stop();
      assertThat(folder.resolve("trace_0.binarypb")).doesNotExist();
      assertThat(profiler.calculatorProfiles().get(0).getProcessRuntime().getCount(0)).isEqualTo(1);
    }
  }

  @Test
  void theTimesOfTheLastCallAreOfOneCall() {
    try (CalculatorGraph graph = graph("")) {
      GraphProfiler profiler = new GraphProfiler(graph.description().plan());
      assertThat(profiler.lastProcess(0)).isEqualTo(new GraphProfiler.Times(0, 0));
      profiler.called(call(Timestamp.MIN, 3, 5));
      assertThat(profiler.lastProcess(0)).isEqualTo(new GraphProfiler.Times(3, 5));
    }
  }
}
