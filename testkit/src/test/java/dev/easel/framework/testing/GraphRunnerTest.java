package dev.easel.framework.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import dev.easel.framework.port.SideIn;
import dev.easel.framework.port.SideOut;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.time.GraphClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What authors test their calculators with. */
@Timeout(60)
class GraphRunnerTest {
  private static final String FIVE_NODES =
      """
      input_stream: "in"
      num_threads: 4
      node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "a" }
      node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "b" }
      node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "c" }
      node { calculator: "Append" input_stream: "a" output_stream: "d" }
      node { calculator: "PassThroughCalculator" input_stream: "b" input_stream: "c" input_stream: "d" output_stream: "x" output_stream: "y" output_stream: "z" }
      """;

  /** Sends a sound back after a while, without a thread that waits. */
  private static final class Echo extends Calculator {
    static final In<String> SOUND = In.of("", String.class);
    static final Out<String> ECHO = Out.of("", String.class);

    private final Duration delay;

    Echo(Duration delay) {
      this.delay = delay;
    }

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(SOUND, ECHO);
      cc.useService(GraphClock.SERVICE);
    }

    @Override
    public void process(CalculatorContext cc) {
      GraphClock clock = cc.service(GraphClock.SERVICE);
      long begun = clock.nowNanos();
      String sound = SOUND.get(cc);
      cc.suspendUntil(
          clock.after(delay),
          (after, over) -> {
            Duration waited = Duration.ofNanos(clock.nowNanos() - begun);
            ECHO.send(after, sound + " after " + waited.toSeconds() + " s");
          });
    }
  }

  /** Reads a side packet and sets another. */
  private static final class Doubling extends Calculator {
    static final SideIn<Integer> NUMBER = SideIn.of("NUMBER", Integer.class);
    static final SideOut<Integer> DOUBLE = SideOut.of("DOUBLE", Integer.class);

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(NUMBER, DOUBLE);
    }

    @Override
    public void open(CalculatorContext cc) {
      DOUBLE.set(cc, 2 * NUMBER.get(cc));
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.stop();
    }
  }

  /** Passes packets on and says what it saw. */
  private static final class Noting extends Calculator {
    static final In<Integer> IN = In.of("", Integer.class);
    static final Out<Integer> OUT = Out.of("", Integer.class);

    private final List<String> seen;
    private final String name;

    Noting(String name, List<String> seen) {
      this.name = name;
      this.seen = seen;
    }

    @Override
    public void contract(CalculatorContract cc) {
      cc.declare(IN, OUT);
    }

    @Override
    public void process(CalculatorContext cc) {
      seen.add(name + cc.inputTimestamp());
      OUT.send(cc, IN.get(cc));
    }
  }

  private static GraphRunner echo(Duration delay) {
    return GraphRunner.ofNode("Echo", "input_stream: \"sound\"", "output_stream: \"echo\"")
        .calculator("Echo", () -> new Echo(delay))
        .observe("echo");
  }

  @Test
  void timePassesWhileCallsWait() {
    GraphRunner runner =
        echo(Duration.ofHours(1))
            .at(Duration.ZERO)
            .feed("sound", 0, "hey")
            .at(Duration.ofHours(3))
            .feed("sound", 1, "ho");
    assertThat(runner.run().good().texts("echo"))
        .containsExactly("0=hey after 3600 s", "1=ho after 3600 s");
  }

  @Test
  void stepsHappenAtTheirTimeAlsoWhileCallsWait() {
    SimulationClock[] seen = {new SimulationClock()};
    List<String> order = new ArrayList<>();
    GraphRunner runner =
        echo(Duration.ofSeconds(10))
            .at(Duration.ofSeconds(1))
            .feed("sound", 0, "hey")
            .at(Duration.ofSeconds(4))
            .step(
                graph -> {
                  GraphClock clock = graph.service(GraphClock.SERVICE).orElseThrow();
                  order.add("asked at " + Duration.ofNanos(clock.nowNanos()).toSeconds());
                  seen[0] = (SimulationClock) clock;
                });
    runner.run().good();
    assertThat(order).containsExactly("asked at 4");
    assertThat(seen[0].now()).isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void theMachinesTimeIsTheDefault() {
    assertThat(echo(Duration.ofMillis(1)).feed("sound", 0, "hey").run().good().texts("echo"))
        .containsExactly("0=hey after 0 s");
  }

  @Test
  void failsWhereTheTestSays() {
    GraphRunner runner =
        GraphRunner.ofNode(
                "PassThroughCalculator", "input_stream: \"in\"", "output_stream: \"out\"")
            .failing(
                "PassThroughCalculator",
                1,
                new StatusException(StatusCode.RESOURCE_EXHAUSTED, "the disk is full"))
            .feed("in", 0, "a")
            .feed("in", 1, "b")
            .observe("out");
    GraphRunner.Outcome outcome = runner.run();
    assertThat(outcome.texts("out")).containsExactly("0=a");
    assertThat(outcome.error().code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
    assertThat(outcome.error()).hasMessageContaining("the disk is full");
    GraphRunner opening =
        GraphRunner.ofNode(
                "PassThroughCalculator", "input_stream: \"in\"", "output_stream: \"out\"")
            .failing("PassThroughCalculator", Timestamp.UNSTARTED, new IllegalStateException("no"));
    assertThat(opening.run().error()).hasMessageContaining("no");
  }

  @Test
  void keepsSidePackets() {
    GraphRunner runner =
        GraphRunner.of(
                """
                input_side_packet: "number"
                output_side_packet: "DOUBLE:double"
                node {
                  calculator: "Doubling"
                  input_side_packet: "NUMBER:number"
                  output_side_packet: "DOUBLE:double"
                }
                """)
            .calculator("Doubling", Doubling::new)
            .sidePacket("number", 21)
            .observeSidePackets("double");
    assertThat(runner.run().good().sidePacket("double").get(Integer.class)).isEqualTo(42);
  }

  private static GraphRunner fiveNodes(List<String> calls) {
    GraphRunner runner =
        GraphRunner.of(FIVE_NODES)
            .calculator("Append", () -> new Noting("d", calls))
            .observe("x", "z");
    for (int t = 0; t < 3; t++) {
      runner.feed("in", t, t);
    }
    return runner;
  }

  @Test
  void runsThousandsOfOrders() {
    int orders = 2000;
    GraphRunner runner = fiveNodes(new ArrayList<>());
    runner.orders(orders / 2, outcome -> {});
    long begun = System.nanoTime();
    runner.orders(
        orders,
        outcome -> {
          assertThat(outcome.good().values("x", Integer.class)).containsExactly(0, 1, 2);
          assertThat(outcome.values("z", Integer.class)).containsExactly(0, 1, 2);
        });
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("%.0f orders of five nodes a second%n", orders / seconds);
  }

  /** Two nodes that do not wait for each other, of which a test wrongly expects an order. */
  @Test
  void namesTheSeedOfAnOrderThatBreaksAnAssertion() {
    List<String> calls = new ArrayList<>();
    GraphRunner runner =
        GraphRunner.of(
                """
                input_stream: "in"
                num_threads: 2
                node { calculator: "A" input_stream: "in" output_stream: "a" }
                node { calculator: "B" input_stream: "in" output_stream: "b" }
                """)
            .calculator("A", () -> new Noting("a", calls))
            .calculator("B", () -> new Noting("b", calls))
            .feed("in", 0, 7);
    List<List<String>> broken = new ArrayList<>();
    Consumer<GraphRunner.Outcome> check =
        outcome -> {
          List<String> order = List.copyOf(calls);
          calls.clear();
          broken.add(order);
          assertThat(order).containsExactly("a0", "b0");
        };
    CompletableFuture<Long> seed = new CompletableFuture<>();
    assertThatThrownBy(() -> runner.orders(1000, check))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the order of seed")
        .satisfies(
            e ->
                seed.complete(
                    Long.valueOf(
                        String.valueOf(e.getMessage()).replaceAll("(?s).*seed (\\d+) .*", "$1"))));
    List<String> found = broken.get(broken.size() - 1);
    broken.clear();
    assertThatThrownBy(() -> runner.order(seed.join(), check))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the order of seed " + seed.join());
    assertThat(broken).containsExactly(found);
  }

  @Test
  void refusesTimesThatGoBack() {
    GraphRunner runner = echo(Duration.ZERO).at(Duration.ofSeconds(2));
    assertThatThrownBy(() -> runner.at(Duration.ofSeconds(1))).hasMessage("PT1S is before PT2S");
  }
}
