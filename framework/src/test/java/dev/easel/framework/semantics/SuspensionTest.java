package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.Suspension;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.SeededScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that wait without a thread. */
@Timeout(60)
class SuspensionTest {
  private static final String ONE =
      """
      input_stream: "in"
      node { calculator: "Waits" input_stream: "in" output_stream: "out" }
      """;
  private static final String CALLER = "executor { type: \"ApplicationThreadExecutor\" }\n";

  /** What suspended calls wait for, in the order in which they were suspended. */
  private final LinkedBlockingQueue<CompletableFuture<Integer>> events =
      new LinkedBlockingQueue<>();

  /** Sends ten times its input and what it has waited for. */
  private final class Waits extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(Integer.class);
      cc.outputs().index(0).set(Integer.class);
      cc.setTimestampOffset(0);
    }

    @Override
    public void process(CalculatorContext cc) {
      CompletableFuture<Integer> event = new CompletableFuture<>();
      cc.suspendUntil(
          event,
          (later, value) ->
              later
                  .outputs()
                  .index(0)
                  .add(
                      10 * later.inputs().index(0).get(Integer.class) + value,
                      later.inputTimestamp()));
      events.add(event);
    }
  }

  private interface Body {
    void on(CalculatorContext cc) throws Exception;
  }

  private static Calculator calculator(Body process) {
    return new Calculator() {
      @Override
      public void contract(CalculatorContract cc) {
        cc.inputs().index(0).setAny();
        cc.outputs().index(0).setAny();
        cc.setTimestampOffset(0);
      }

      @Override
      public void process(CalculatorContext cc) throws Exception {
        process.on(cc);
      }
    };
  }

  private GraphDescription description(String text) {
    return GraphDescription.parse(
        text,
        "graph.pbtxt",
        CalculatorRegistry.standardBuilder(getClass().getClassLoader())
            .calculator("Waits", Waits::new)
            .build());
  }

  private static GraphDescription description(String text, Body process) {
    return GraphDescription.parse(
        text,
        "graph.pbtxt",
        CalculatorRegistry.standardBuilder(SuspensionTest.class.getClassLoader())
            .calculator("Waits", () -> calculator(process))
            .build());
  }

  private CompletableFuture<Integer> nextEvent() throws InterruptedException {
    return events.take();
  }

  private static List<Object> observe(CalculatorGraph graph, String stream) {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    graph.observeOutputStream(stream, packet -> seen.add(packet.value()));
    return seen;
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1\n", "num_threads: 2\n", ""})
  void goesOnWhenWhatItWaitsForIsThere(String threads) throws Exception {
    try (CalculatorGraph graph = new CalculatorGraph(description(threads + ONE))) {
      List<Object> seen = observe(graph, "out");
      graph.startRun(Map.of());
      for (int t = 0; t < 3; t++) {
        graph.addPacketToInputStream("in", Packet.of(t, t));
      }
      for (int t = 0; t < 3; t++) {
        nextEvent().complete(t);
      }
      graph.waitUntilIdle();
      assertThat(seen).containsExactly(0, 11, 22);
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    }
  }

  @Test
  void goesOnInWaitingCallsWhereTheApplicationRunsTheNodes() throws Exception {
    try (CalculatorGraph graph = new CalculatorGraph(description(CALLER + ONE))) {
      List<Object> seen = observe(graph, "out");
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(4, 0));
      graph.closeAllInputStreams();
      Thread other =
          new Thread(
              () -> {
                try {
                  nextEvent().complete(2);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      other.start();
      graph.waitUntilDone();
      other.join();
      assertThat(seen).containsExactly(42);
    }
  }

  @Test
  void holdsNoThreadWhileItWaits() throws Exception {
    String text =
        """
        num_threads: 1
        input_stream: "in"
        node { calculator: "Waits" input_stream: "in" output_stream: "out" }
        node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "past" }
        """;
    try (CalculatorGraph graph = new CalculatorGraph(description(text))) {
      CountDownLatch past = new CountDownLatch(2);
      graph.observeOutputStream("past", packet -> past.countDown());
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      CompletableFuture<Integer> event = nextEvent();
      graph.addPacketToInputStream("in", Packet.of(2, 2));
      past.await();
      event.complete(0);
      nextEvent().complete(0);
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void parallelCallsWaitTogetherAndSendInOrder(int threads) throws Exception {
    String text =
        "num_threads: "
            + threads
            + "\n"
            + ONE.replace(
                "input_stream: \"in\" output", "max_in_flight: 3 input_stream: \"in\" output");
    try (CalculatorGraph graph = new CalculatorGraph(description(text))) {
      List<Object> seen = observe(graph, "out");
      graph.startRun(Map.of());
      for (int t = 0; t < 3; t++) {
        graph.addPacketToInputStream("in", Packet.of(t, t));
      }
      // Calls of several threads may be suspended in any order; the outputs tell.
      List<CompletableFuture<Integer>> all = List.of(nextEvent(), nextEvent(), nextEvent());
      for (int i = 2; i >= 0; i--) {
        all.get(i).complete(0);
      }
      graph.waitUntilIdle();
      assertThat(seen).containsExactly(0, 10, 20);
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    }
  }

  @Test
  void givesTheSameInAnyOrderOfCalls() throws Exception {
    String text =
        ONE.replace("input_stream: \"in\" output", "max_in_flight: 4 input_stream: \"in\" output");
    for (int seed = 0; seed < 50; seed++) {
      GraphSettings settings = GraphSettings.standard().withScheduler(SeededScheduler.bySeed(seed));
      try (CalculatorGraph graph = new CalculatorGraph(description(text), settings)) {
        List<Object> seen = observe(graph, "out");
        graph.startRun(Map.of());
        for (int t = 0; t < 4; t++) {
          graph.addPacketToInputStream("in", Packet.of(t, t));
        }
        Thread other =
            new Thread(
                () -> {
                  for (int i = 0; i < 4; i++) {
                    try {
                      nextEvent().complete(0);
                    } catch (InterruptedException e) {
                      return;
                    }
                  }
                });
        other.start();
        graph.closeAllInputStreams();
        graph.waitUntilDone();
        other.join();
        assertThat(seen).as("seed %d", seed).containsExactly(0, 10, 20, 30);
      }
    }
  }

  @Test
  void mayWaitSeveralTimes() throws Exception {
    LinkedBlockingQueue<Suspension> waits = new LinkedBlockingQueue<>();
    Body twice =
        cc -> {
          Suspension first = cc.suspend();
          waits.add(first);
        };
    try (CalculatorGraph graph = new CalculatorGraph(description(ONE, twice))) {
      List<Object> seen = observe(graph, "out");
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      Suspension first = waits.take();
      assertThat(first.resume(cc -> waits.add(cc.suspend()))).isTrue();
      assertThat(first.resume(cc -> {})).isFalse();
      waits.take().resume(cc -> cc.outputs().index(0).add("done", cc.inputTimestamp()));
      graph.waitUntilIdle();
      assertThat(seen).containsExactly("done");
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    }
  }

  @Test
  void failsWhenWhatItWaitsForFails() throws Exception {
    try (CalculatorGraph graph = new CalculatorGraph(description(ONE))) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      nextEvent().completeExceptionally(new StatusException(StatusCode.NOT_FOUND, "no such thing"));
      assertThatThrownBy(graph::waitUntilDone)
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND))
          .hasMessageContaining("Calculator::Process() for node \"Waits\" failed: no such thing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1\n", "num_threads: 2\n", CALLER})
  void endsWaitingWhenTheRunIsCancelled(String threads) throws Exception {
    try (CalculatorGraph graph = new CalculatorGraph(description(threads + ONE))) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      if (threads.equals(CALLER)) {
        // Nobody but a waiting call runs the node.
        Thread canceller =
            new Thread(
                () -> {
                  try {
                    CompletableFuture<Integer> event = nextEvent();
                    graph.cancel();
                    event.handle((value, failure) -> failure).join();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        canceller.start();
        assertThatThrownBy(graph::waitUntilDone).hasMessageContaining("cancelled");
        canceller.join();
        return;
      }
      CompletableFuture<Integer> event = nextEvent();
      graph.cancel();
      assertThatThrownBy(graph::waitUntilDone)
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.CANCELLED));
      assertThat(event).isCancelled();
    }
  }

  @Test
  void endsAllWaitsOfAFailedRunAndWithdrawsEachOnce() throws Exception {
    AtomicInteger withdrawn = new AtomicInteger();
    CountDownLatch waiting = new CountDownLatch(5);
    Body waits =
        cc -> {
          cc.suspend().onCancel(withdrawn::incrementAndGet);
          waiting.countDown();
        };
    String text =
        ONE.replace("input_stream: \"in\" output", "max_in_flight: 5 input_stream: \"in\" output");
    try (CalculatorGraph graph = new CalculatorGraph(description(text, waits))) {
      graph.startRun(Map.of());
      for (int t = 0; t < 5; t++) {
        graph.addPacketToInputStream("in", Packet.of(t, t));
      }
      waiting.await();
      assertThatThrownBy(() -> graph.addPacketToInputStream("in", Packet.of(0)))
          .isInstanceOf(StatusException.class);
      assertThatThrownBy(graph::waitUntilDone).isInstanceOf(StatusException.class);
      assertThat(withdrawn).hasValue(5);
    }
  }

  @Test
  void needsNoGraceToEndWaits() throws Exception {
    GraphSettings patient = GraphSettings.standard().withGrace(Duration.ofDays(1));
    try (CalculatorGraph graph = new CalculatorGraph(description(ONE), patient)) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      assertThat(nextEvent()).isNotDone();
      graph.cancel();
      assertThatThrownBy(graph::waitUntilDone).isInstanceOf(StatusException.class);
    }
  }

  @Test
  void resumedTooLateIsToldSo() throws Exception {
    LinkedBlockingQueue<Suspension> waits = new LinkedBlockingQueue<>();
    try (CalculatorGraph graph =
        new CalculatorGraph(description(ONE, cc -> waits.add(cc.suspend())))) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      Suspension wait = waits.take();
      graph.cancel();
      assertThatThrownBy(graph::waitUntilDone).isInstanceOf(StatusException.class);
      assertThat(wait.resume(cc -> {})).isFalse();
    }
  }

  @Test
  void isRefusedTwiceInOneCall() {
    try (CalculatorGraph graph =
        new CalculatorGraph(
            description(
                ONE,
                cc -> {
                  cc.suspend();
                  cc.suspend();
                }))) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 1));
      assertThatThrownBy(graph::waitUntilDone)
          .isInstanceOfSatisfying(
              StatusException.class,
              e -> assertThat(e.code()).isEqualTo(StatusCode.FAILED_PRECONDITION))
          .hasMessageContaining("suspended already");
    }
  }

  @Test
  void isRefusedInOpen() {
    CalculatorRegistry registry =
        CalculatorRegistry.standardBuilder(getClass().getClassLoader())
            .calculator(
                "Waits",
                () ->
                    new Calculator() {
                      @Override
                      public void contract(CalculatorContract cc) {
                        cc.inputs().index(0).setAny();
                        cc.outputs().index(0).setAny();
                      }

                      @Override
                      public void open(CalculatorContext cc) {
                        cc.suspend();
                      }

                      @Override
                      public void process(CalculatorContext cc) {}
                    })
            .build();
    try (CalculatorGraph graph =
        new CalculatorGraph(GraphDescription.parse(ONE, "graph.pbtxt", registry))) {
      graph.startRun(Map.of());
      graph.closeAllInputStreams();
      assertThatThrownBy(graph::waitUntilDone).hasMessageContaining("open and close cannot");
    }
  }

  @Test
  void aHundredThousandCallsWaitAtOnce() throws Exception {
    int count = 100_000;
    String text =
        "num_threads: 2\n"
            + ONE.replace(
                "input_stream: \"in\" output",
                "max_in_flight: " + count + " input_stream: \"in\" output");
    try (CalculatorGraph graph = new CalculatorGraph(description(text))) {
      AtomicInteger seen = new AtomicInteger();
      graph.observeOutputStream("out", packet -> seen.incrementAndGet());
      graph.startRun(Map.of());
      for (int t = 0; t < count; t++) {
        graph.addPacketToInputStream("in", Packet.of(t, t));
      }
      for (int t = 0; t < count; t++) {
        nextEvent().complete(0);
      }
      graph.closeAllInputStreams();
      graph.waitUntilDone();
      assertThat(seen).hasValue(count);
    }
  }
}
