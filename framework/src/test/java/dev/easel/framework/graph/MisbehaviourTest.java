package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calculators that send nothing, keep what they get, or start threads of their own. */
@Timeout(60)
class MisbehaviourTest {
  private static final String ONE =
      "input_stream: \"in\" node { calculator: \"Bad\" input_stream: \"in\" output_stream: \"out\" } ";
  private static final String NEXT =
      "node { calculator: \"Next\" input_stream: \"out\" output_stream: \"o\" } ";
  private static final String JOIN =
      "node { calculator: \"PassThroughCalculator\" input_stream: \"in\" input_stream: \"out\" output_stream: \"x\" output_stream: \"y\" } ";

  @Test
  void goesOnByBoundsWhenOneSendsNothing() {
    GraphRunner.Outcome outcome =
        GraphRunner.of(ONE + JOIN)
            .calculator("Bad", () -> new TestCalculators.One(cc -> {}))
            .feed("in", 1, "a")
            .feed("in", 2, "b")
            .observe("x", "y")
            .run()
            .good();
    assertThat(outcome.texts("x")).containsExactly("1=a", "2=b");
    assertThat(outcome.texts("y")).isEmpty();
  }

  @Test
  void endsWhenOneSendsNothingAndPromisesNothing() {
    GraphRunner.Outcome outcome =
        GraphRunner.of(ONE + JOIN)
            .calculator("Bad", TestCalculators.Silent::new)
            .feed("in", 1, "a")
            .feed("in", 2, "b")
            .observe("x", "y")
            .run()
            .good();
    // What waited for the silent node goes on when that one is closed.
    assertThat(outcome.texts("x")).containsExactly("1=a", "2=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num_threads: 1 ",
        "num_threads: 2 ",
        "executor { type: \"ApplicationThreadExecutor\" } "
      })
  void keepsNothingOfPacketsThatOnlyTheCalculatorKeeps(String header) {
    List<Packet> kept = new ArrayList<>();
    List<WeakReference<Object>> values = new ArrayList<>();
    WeakReference<CalculatorGraph> graph = keepEverySecond(header, kept, values);
    awaitCleared(graph);
    assertThat(kept).hasSize(500);
    assertThat(values.stream().filter(v -> v.get() != null)).hasSize(500);
    kept.clear();
    values.forEach(MisbehaviourTest::awaitCleared);
  }

  private static WeakReference<CalculatorGraph> keepEverySecond(
      String header, List<Packet> kept, List<WeakReference<Object>> values) {
    var description =
        GraphRunner.of(header + ONE + NEXT)
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> {
                          if (cc.inputTimestamp() % 2 == 0) {
                            kept.add(cc.inputs().index(0).packet());
                          }
                          TestCalculators.pass(cc);
                        }))
            .calculator("Next", () -> new TestCalculators.One(TestCalculators::pass))
            .description();
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      graph.startRun(Map.of());
      for (int t = 0; t < 1000; t++) {
        Object value = new byte[16];
        values.add(new WeakReference<>(value));
        graph.addPacketToInputStream("in", Packet.of(value, t));
      }
      graph.waitUntilIdle();
      // The run is still there, and has let go of all that nobody else keeps.
      for (int t = 1; t < 1000; t += 2) {
        awaitCleared(values.get(t));
      }
      graph.closeAllInputStreams();
      graph.waitUntilDone();
      return new WeakReference<>(graph);
    }
  }

  @Test
  void refusesAPacketFromAThreadThatACalculatorStarted() {
    StatusException error =
        GraphRunner.of(ONE)
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> {
                          Packet packet = cc.inputs().index(0).packet();
                          OutputPort out = cc.outputs().index(0);
                          Thread own = new Thread(() -> out.add(packet), "brought-along");
                          own.start();
                          own.join();
                        }))
            .feed("in", 1, "a")
            .observe("out")
            .run()
            .error();
    assertThat(error.code()).isEqualTo(StatusCode.FAILED_PRECONDITION);
    assertThat(error)
        .hasMessageContaining("\"Bad\"")
        .hasMessageContaining("\"out\"")
        .hasMessageContaining("\"brought-along\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num_threads: 1 ",
        "num_threads: 2 ",
        "executor { type: \"ApplicationThreadExecutor\" } "
      })
  void endsAnIdleRunThatAStartedThreadSendsInto(String header) throws Exception {
    AtomicReference<OutputPort> port = new AtomicReference<>();
    CountDownLatch ended = new CountDownLatch(1);
    try (CalculatorGraph graph = new CalculatorGraph(leaking(header, port))) {
      graph.onDone(status -> ended.countDown());
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of("a", 1));
      graph.waitUntilIdle();
      OutputPort out = Objects.requireNonNull(port.get());
      Thread own = new Thread(out::close);
      own.start();
      own.join();
      StatusException error = failure(graph);
      assertThat(error.code()).isEqualTo(StatusCode.FAILED_PRECONDITION);
      assertThat(error).hasMessageContaining("\"Bad\"");
      ended.await();
    }
  }

  @Test
  void isNotHarmedByAThreadThatOutlivesTheRun() throws Exception {
    AtomicReference<OutputPort> port = new AtomicReference<>();
    List<StatusException> told = new ArrayList<>();
    try (CalculatorGraph graph = new CalculatorGraph(leaking("", port))) {
      graph.setErrorCallback(told::add);
      for (int run = 0; run < 2; run++) {
        OutputPort stale = port.get();
        graph.startRun(Map.of());
        graph.addPacketToInputStream("in", Packet.of("a", 1));
        if (stale != null) {
          Thread own = new Thread(() -> sendEverything(stale));
          own.start();
          own.join();
        }
        graph.closeAllInputStreams();
        graph.waitUntilDone();
      }
    }
    assertThat(told).isEmpty();
  }

  private static void sendEverything(OutputPort port) {
    port.add("late", 7);
    port.setNextTimestampBound(9);
    port.setOffset(0);
    port.setHeader(Packet.of("late"));
    port.close();
  }

  private static GraphDescription leaking(String header, AtomicReference<OutputPort> port) {
    return GraphRunner.of(header + ONE)
        .calculator("Bad", () -> new TestCalculators.One(cc -> port.set(cc.outputs().index(0))))
        .description();
  }

  private static StatusException failure(CalculatorGraph graph) {
    try {
      graph.waitUntilDone();
    } catch (StatusException e) {
      return e;
    }
    throw new AssertionError("the run did not fail");
  }

  /** Asks for collections until something is gone. */
  private static void awaitCleared(WeakReference<?> reference) {
    for (int i = 0; i < 1000 && reference.get() != null; i++) {
      System.gc();
    }
    assertThat(reference.get() == null).as("is let go of").isTrue();
  }
}
