package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.PacketGeneratorOptions;
import dev.easel.framework.side.PacketGenerator;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Side packets that a graph is made with, and what is known before its first run. */
@Timeout(30)
class InitialSidePacketTest {
  private final AtomicInteger generated = new AtomicInteger();

  private final class Doubler implements PacketGenerator {
    @Override
    public void expectations(
        PacketGeneratorOptions options, Ports<PortType> inputs, Ports<PortType> outputs) {
      inputs.index(0).set(Integer.class);
      outputs.index(0).set(Integer.class);
    }

    @Override
    public void generate(
        PacketGeneratorOptions options, Ports<Packet> inputs, Ports<OutputSidePacket> outputs) {
      generated.incrementAndGet();
      outputs.index(0).set(inputs.index(0).get(Integer.class) * 2);
    }
  }

  private CalculatorGraph graph(Map<String, Packet> sidePackets) {
    GraphRunner runner =
        GraphRunner.of(
                """
                packet_generator { packet_generator: "Doubler" input_side_packet: "a" output_side_packet: "two_a" }
                packet_generator { packet_generator: "Doubler" input_side_packet: "b" output_side_packet: "two_b" }
                node { calculator: "PassThroughCalculator" input_side_packet: "a" output_side_packet: "copy" }
                """)
            .register(r -> r.add(PacketGenerator.KIND, "Doubler", Doubler::new));
    return new CalculatorGraph(runner.description(), GraphSettings.standard(), sidePackets);
  }

  private static void assertCode(StatusCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void serveEveryRun() {
    try (CalculatorGraph graph = graph(Map.of("a", Packet.of(3)))) {
      graph.run(Map.of("b", Packet.of(5)));
      assertThat(graph.outputSidePacket("copy").value()).isEqualTo(3);
      assertThat(graph.outputSidePacket("two_b").value()).isEqualTo(10);
      graph.run(Map.of("b", Packet.of(6)));
      assertThat(graph.outputSidePacket("copy").value()).isEqualTo(3);
      assertThat(graph.outputSidePacket("two_b").value()).isEqualTo(12);
    }
  }

  @Test
  void reachPacketGeneratorsAtOnce() {
    try (CalculatorGraph graph = graph(Map.of("a", Packet.of(3)))) {
      assertThat(generated).hasValue(1);
      graph.run(Map.of("b", Packet.of(5)));
      graph.run(Map.of("b", Packet.of(5)));
      assertThat(generated).hasValue(3);
    }
  }

  @Test
  void whatIsKnownIsThereBeforeTheFirstRun() {
    try (CalculatorGraph graph = graph(Map.of("a", Packet.of(3)))) {
      assertThat(graph.outputSidePacket("two_a").value()).isEqualTo(6);
      assertThat(graph.outputSidePacket("a").value()).isEqualTo(3);
      assertCode(StatusCode.UNAVAILABLE, () -> graph.outputSidePacket("two_b"));
      assertCode(StatusCode.UNAVAILABLE, () -> graph.outputSidePacket("copy"));
      assertCode(StatusCode.NOT_FOUND, () -> graph.outputSidePacket("nothing"));
    }
  }

  @Test
  void givenAgainToARunTheyExistAlready() {
    try (CalculatorGraph graph = graph(Map.of("a", Packet.of(3)))) {
      Map<String, Packet> again = Map.of("a", Packet.of(3), "b", Packet.of(5));
      assertCode(StatusCode.ALREADY_EXISTS, () -> graph.startRun(again));
      assertThatThrownBy(() -> graph.startRun(again))
          .hasMessageContaining("Side packet \"a\" was defined twice.");
      assertCode(
          StatusCode.ALREADY_EXISTS,
          () -> graph.startRun(Map.of("two_a", Packet.of(6), "b", Packet.of(5))));
      graph.run(Map.of("b", Packet.of(5)));
    }
  }

  @Test
  void thatTheGraphMakesItselfAreRefused() {
    assertCode(StatusCode.UNKNOWN, () -> graph(Map.of("two_b", Packet.of(3))).close());
    assertCode(StatusCode.UNKNOWN, () -> graph(Map.of("copy", Packet.of(3))).close());
  }

  @Test
  void leaveOthersToBeGivenWithTheRun() {
    try (CalculatorGraph graph = graph(Map.of("a", Packet.of(3)))) {
      assertThatThrownBy(() -> graph.startRun(Map.of()))
          .hasMessageContaining("Side packet \"b\" is required but was not provided.");
    }
  }
}
