package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.Counter;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GateCalculatorOptions;
import dev.easel.framework.testing.GraphRunner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a calculator finds out about itself, and what it counts. */
@Timeout(30)
class CalculatorContextTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private final class Curious extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).setAny();
      cc.outputs().index(0).setSameAs(cc.inputs().index(0));
      seen.add("contract: " + cc.hasOptions(GateCalculatorOptions.class));
    }

    @Override
    public void open(CalculatorContext cc) {
      seen.add(
          "%s is %d, has %s"
              .formatted(cc.nodeName(), cc.nodeId(), cc.hasOptions(GateCalculatorOptions.class)));
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.outputs().index(0).add(cc.inputs().index(0).packet());
    }
  }

  /** Counts packets, and adds up their values. */
  private static final class Counting extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(Integer.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.counter("packets").increment();
      cc.counter("sum").incrementBy(cc.inputs().index(0).get(Integer.class));
    }
  }

  @Test
  void knowsItsPlaceInTheOrderOfTheGraph() {
    GraphRunner.of(
            """
            input_stream: "in"
            node { calculator: "Curious" name: "last" input_stream: "b" output_stream: "c" }
            node { calculator: "Curious" name: "first" input_stream: "in" output_stream: "b" }
            """)
        .calculator("Curious", Curious::new)
        .run()
        .good();
    assertThat(seen).contains("first is 0, has false", "last is 1, has false");
  }

  @Test
  void tellsOptionsWithoutContentFromNone() {
    GraphRunner.of(
            """
            input_stream: "in"
            node { calculator: "Curious" name: "a" input_stream: "in" output_stream: "x"
                   options { [mediapipe.GateCalculatorOptions.ext] {} } }
            node { calculator: "Curious" name: "b" input_stream: "in" output_stream: "y"
                   node_options { [type.googleapis.com/mediapipe.GateCalculatorOptions] {} } }
            node { calculator: "Curious" name: "c" input_stream: "in" output_stream: "z"
                   options { [mediapipe.PacketClonerCalculatorOptions.ext] {} } }
            """)
        .calculator("Curious", Curious::new)
        .run()
        .good();
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "contract: true",
            "contract: true",
            "contract: false",
            "a is 0, has true",
            "b is 1, has true",
            "c is 2, has false");
  }

  @Test
  void countsFromRunToRunUnderTheNodesName() {
    GraphRunner runner =
        GraphRunner.of(
                """
                input_stream: "in"
                node { calculator: "Counting" input_stream: "in" }
                node { calculator: "Counting" input_stream: "in" name: "other" }
                """)
            .calculator("Counting", Counting::new);
    try (CalculatorGraph graph = new CalculatorGraph(runner.description())) {
      assertThat(graph.counters()).isEmpty();
      for (int run = 0; run < 2; run++) {
        graph.startRun(Map.of());
        graph.addPacketToInputStream("in", Packet.of(5, 1));
        graph.addPacketToInputStream("in", Packet.of(-2, 2));
        graph.closeAllInputStreams();
        graph.waitUntilDone();
      }
      assertThat(graph.counters())
          .containsExactly(
              Map.entry("Counting-packets", 4L),
              Map.entry("Counting-sum", 6L),
              Map.entry("other-packets", 4L),
              Map.entry("other-sum", 6L));
      Counter counter = graph.counter("Counting-sum");
      assertThat(counter.get()).isEqualTo(6);
      assertThat(graph.counter("Counting-sum")).isSameAs(counter);
    }
  }
}
