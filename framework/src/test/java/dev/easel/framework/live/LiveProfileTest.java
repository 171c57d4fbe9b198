package dev.easel.framework.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphExecutors;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.live.LiveReport.NodeReport;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveProfileTest {
  private static final String GRAPH =
      """
      input_stream: "in"
      output_stream: "out"
      node { calculator: "Given" name: "given" input_stream: "in" output_stream: "middle" }
      node { calculator: "PassThroughCalculator" name: "after"
             input_stream: "middle" output_stream: "out" }
      """;

  /** What the first node does with a packet. */
  private interface Work {
    void process(CalculatorContext cc) throws Exception;
  }

  private static GraphDescription graph(Work work) {
    CalculatorRegistry registry =
        CalculatorRegistry.standardBuilder(LiveProfileTest.class.getClassLoader())
            .calculator("Given", () -> new Given(work))
            .build();
    return GraphDescription.parse(GRAPH, "graph.pbtxt", registry);
  }

  private static final class Given extends Calculator {
    private final Work work;

    Given(Work work) {
      this.work = work;
    }

    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).setAny();
      cc.outputs().index(0).setAny();
    }

    @Override
    public void process(CalculatorContext cc) throws Exception {
      work.process(cc);
    }
  }

  private static void passOn(CalculatorContext cc) {
    cc.outputs().index(0).add(cc.inputs().index(0).packet());
  }

  private static NodeReport node(LiveProfile profile, int id) {
    return profile.report().nodes().get(id);
  }

  private static void feed(CalculatorGraph graph, int packets) {
    for (int t = 0; t < packets; t++) {
      graph.addPacketToInputStream("in", Packet.of(t, t));
    }
  }

  private static void end(CalculatorGraph graph) {
    graph.closeAllPacketSources();
    graph.waitUntilDone();
  }

  @Test
  void countsWhatARunHasDoneWhileItGoesOnAndAfterwards() {
    GraphDescription description = graph(LiveProfileTest::passOn);
    LiveProfile profile = new LiveProfile(description.plan());
    try (CalculatorGraph graph =
        new CalculatorGraph(description, GraphSettings.standard().withLive(profile))) {
      graph.startRun(Map.of());
      feed(graph, 7);
      graph.waitUntilIdle();
      LiveReport during = profile.report();
      assertThat(during.running()).isEqualTo(1);
      assertThat(during.sent()).containsExactly(7L, 7L, 7L);
      for (NodeReport node : during.nodes()) {
        assertThat(node.calls().count()).isEqualTo(7);
        assertThat(node.waits().count()).isEqualTo(7);
        assertThat(node.calls().sumNanos()).isPositive();
        assertThat(node.waits().sumNanos()).isPositive();
        assertThat(node.running()).isZero();
      }
      end(graph);
    }
    LiveReport after = profile.report();
    assertThat(after.running()).isZero();
    assertThat(after.finished()).isEqualTo(1);
    assertThat(after.failed()).isZero();
    assertThat(after.sent()).containsExactly(7L, 7L, 7L);
    assertThat(after.nodes().get(0).openNanos()).isPositive();
  }

  @Test
  void tellsWhatRunsAndWhatWaitsBeforeIt() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    GraphDescription description =
        graph(
            cc -> {
              called.countDown();
              goOn.await();
              passOn(cc);
            });
    LiveProfile profile = new LiveProfile(description.plan());
    try (CalculatorGraph graph =
        new CalculatorGraph(description, GraphSettings.standard().withLive(profile))) {
      graph.startRun(Map.of());
      feed(graph, 4);
      called.await();
      NodeReport node = node(profile, 0);
      assertThat(node.running()).isEqualTo(1);
      assertThat(node.suspended()).isZero();
      // Packets may still be with the thread that runs the node; it takes them in afterwards.
      assertThat(node.queued().get(0)).isBetween(0L, 3L);
      goOn.countDown();
      end(graph);
    }
    assertThat(node(profile, 0).running()).isZero();
    assertThat(node(profile, 0).queued()).containsExactly(0L);
  }

  @Test
  void aCallThatWaitsWithoutAThreadIsSuspendedAndTakesUntilItsEnd() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    GraphDescription description =
        graph(cc -> cc.suspendUntil(answer, (later, value) -> passOn(later)));
    LiveProfile profile = new LiveProfile(description.plan());
    try (CalculatorGraph graph =
        new CalculatorGraph(description, GraphSettings.standard().withLive(profile))) {
      graph.startRun(Map.of());
      feed(graph, 1);
      while (node(profile, 0).suspended() == 0) {
        Thread.onSpinWait();
      }
      assertThat(node(profile, 0).running()).isZero();
      assertThat(node(profile, 0).calls().count()).isZero();
      answer.complete("now");
      end(graph);
    }
    assertThat(node(profile, 0).suspended()).isZero();
    assertThat(node(profile, 0).calls().count()).isEqualTo(1);
  }

  @Test
  void countsFailedCallsAndRuns() {
    GraphDescription description =
        graph(
            cc -> {
              throw new IllegalStateException("no");
            });
    LiveProfile profile = new LiveProfile(description.plan());
    try (CalculatorGraph graph =
        new CalculatorGraph(description, GraphSettings.standard().withLive(profile))) {
      graph.startRun(Map.of());
      feed(graph, 1);
      graph.closeAllPacketSources();
      assertThatThrownBy(graph::waitUntilDone).isInstanceOf(StatusException.class);
    }
    LiveReport report = profile.report();
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.finished()).isZero();
    assertThat(report.nodes().get(0).errors()).isEqualTo(1);
    assertThat(report.nodes().get(1).errors()).isZero();
  }

  @Test
  void addsUpWhatManyGraphsDoAtOnceWhileSomebodyLooks() throws Exception {
    int threads = 4;
    int runs = 50;
    GraphDescription description = graph(LiveProfileTest::passOn);
    LiveProfile profile = new LiveProfile(description.plan());
    GraphSettings settings = GraphSettings.standard().withLive(profile);
    try (GraphExecutors executors = GraphExecutors.open(description, settings)) {
      GraphSettings shared = settings.withExecutors(executors);
      List<Thread> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(new Thread(() -> runMany(description, shared, runs)));
      }
      all.forEach(Thread::start);
      long before = 0;
      while (profile.report().finished() < (long) threads * runs) {
        long carried = profile.report().sent().get(0);
        assertThat(carried).isGreaterThanOrEqualTo(before);
        before = carried;
      }
      for (Thread each : all) {
        each.join();
      }
    }
    LiveReport report = profile.report();
    assertThat(report.running()).isZero();
    assertThat(report.sent()).containsOnly(3L * threads * runs);
    for (NodeReport node : report.nodes()) {
      assertThat(node.calls().count()).isEqualTo(3L * threads * runs);
      assertThat(node.waits().count()).isEqualTo(3L * threads * runs);
      assertThat(node.running()).isZero();
    }
  }

  private static void runMany(GraphDescription description, GraphSettings settings, int runs) {
    for (int i = 0; i < runs; i++) {
      try (CalculatorGraph graph = new CalculatorGraph(description, settings)) {
        graph.startRun(Map.of());
        feed(graph, 3);
        end(graph);
      }
    }
  }
}
