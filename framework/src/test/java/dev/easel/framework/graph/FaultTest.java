package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calculators may do wrong, and how the run ends then. */
@Timeout(60)
class FaultTest {
  private static final String ONE =
      "input_stream: \"in\" node { calculator: \"Bad\" input_stream: \"in\" output_stream: \"out\" }";

  @Test
  void namesTheNodeThatThrows() {
    IllegalStateException thrown = new IllegalStateException("no paint left");
    StatusException error =
        GraphRunner.of(ONE)
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> {
                          throw thrown;
                        }))
            .feed("in", 0, 1)
            .run()
            .error();
    assertThat(error.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(error)
        .hasMessageContaining("CalculatorGraph::Run() failed: \n")
        .hasMessageContaining("Calculator::Process() for node \"Bad\" failed: ")
        .hasMessageContaining("no paint left");
    assertThat(error.failures()).containsExactly(thrown);
  }

  @Test
  void closesTheOthersWhenOneThrows() {
    AtomicInteger closed = new AtomicInteger();
    StatusException error =
        GraphRunner.of(
                ONE + " node { calculator: \"Closing\" input_stream: \"in\" output_stream: \"x\" }")
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> {
                          throw new StatusException(StatusCode.DATA_LOSS, "torn");
                        }))
            .calculator("Closing", () -> new Closing(closed))
            .feed("in", 0, 1)
            .step(CalculatorGraph::waitUntilIdle)
            .run()
            .error();
    assertThat(error).hasMessageContaining("torn");
    assertThat(closed).hasValue(1);
  }

  private static final class Closing extends Calculator {
    private final AtomicInteger closed;

    Closing(AtomicInteger closed) {
      this.closed = closed;
    }

    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).setAny();
      cc.outputs().index(0).setAny();
    }

    @Override
    public void process(CalculatorContext cc) {}

    @Override
    public void close(CalculatorContext cc) {
      assertThat(cc.graphStatus()).isPresent();
      closed.incrementAndGet();
    }
  }

  @Test
  void reportsAnOutputOutOfOrder() {
    StatusException error =
        GraphRunner.of(
                ONE + " node { calculator: \"Next\" input_stream: \"out\" output_stream: \"o\" }")
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> cc.outputs().index(0).add(1, -cc.inputTimestamp())))
            .calculator("Next", () -> new TestCalculators.One(TestCalculators::pass))
            .feed("in", 1, 1)
            .feed("in", 2, 1)
            .run()
            .error();
    assertThat(error.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(error)
        .hasMessageContaining("Current minimum expected timestamp is")
        .hasMessageContaining("\"out\"")
        .hasMessageContaining("node \"Bad\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void endsWithoutACalculatorThatNeverReturns(String header) throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicReference<String> thread = new AtomicReference<>("");
    var description =
        GraphRunner.of(header + ONE)
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> {
                          thread.set(Thread.currentThread().getName());
                          blocked.countDown();
                          try {
                            new CountDownLatch(1).await();
                          } finally {
                            interrupted.countDown();
                          }
                        }))
            .description();
    BlockingQueue<Optional<StatusException>> ends = new LinkedBlockingQueue<>();
    try (CalculatorGraph graph =
        new CalculatorGraph(
            description, GraphSettings.standard().withGrace(Duration.ofMillis(50)))) {
      graph.onDone(ends::add);
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 0));
      blocked.await();
      graph.cancel();
      StatusException error = ends.take().orElseThrow();
      assertThat(error.code()).isEqualTo(StatusCode.CANCELLED);
      assertThat(error)
          .hasMessageContaining("\"Bad\"")
          .hasMessageContaining("\"" + thread.get() + "\"");
      interrupted.await();
      assertThat(ends).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void runsAgainAfterACalculatorThatNeverReturned(String header) throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    var description =
        GraphRunner.of(header + ONE)
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> {
                          if (calls.getAndIncrement() == 0) {
                            blocked.countDown();
                            new CountDownLatch(1).await();
                          }
                        }))
            .description();
    try (CalculatorGraph graph =
        new CalculatorGraph(
            description, GraphSettings.standard().withGrace(Duration.ofMillis(20)))) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 0));
      blocked.await();
      graph.cancel();
      assertThat(Failure.of(graph::waitUntilDone)).isPresent();
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 0));
      graph.closeAllInputStreams();
      assertThat(Failure.of(graph::waitUntilDone)).isEmpty();
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void tellsACallInProgressOfTheCancelAtOnce() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch saw = new CountDownLatch(1);
    var description =
        GraphRunner.of("num_threads: 1 " + ONE)
            .calculator(
                "Bad",
                () ->
                    new TestCalculators.One(
                        cc -> {
                          working.countDown();
                          while (!cc.isCancelled()) {
                            Thread.onSpinWait();
                          }
                          saw.countDown();
                        }))
            .description();
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of(1, 0));
      working.await();
      graph.cancel();
      saw.await();
      StatusException error = Failure.of(graph::waitUntilDone).orElseThrow();
      assertThat(error.code()).isEqualTo(StatusCode.CANCELLED);
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    var description =
        GraphRunner.of(
                "executor { type: \"ThreadPoolExecutor\" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 3 thread_name_prefix: \"leaves-none\" } } } "
                    + ONE)
            .calculator("Bad", () -> new TestCalculators.One(TestCalculators::pass))
            .description();
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      graph.startRun(Map.of());
      for (int i = 0; i < 100; i++) {
        graph.addPacketToInputStream("in", Packet.of(i, i));
      }
      graph.closeAllInputStreams();
      graph.waitUntilDone();
    }
    while (threads("leaves-none").stream().anyMatch(Thread::isAlive)) {
      for (Thread thread : threads("leaves-none")) {
        thread.join();
      }
    }
    assertThat(threads("leaves-none")).isEmpty();
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith(prefix))
        .toList();
  }
}
