package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.PacketGeneratorOptions;
import dev.easel.framework.side.PacketGenerator;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calculators need not declare their output side packets; what they do not declare they lack. */
@Timeout(30)
class UndeclaredSidePacketTest {
  private static final String CONSTANTS =
      """
      node {
        calculator: "ConstantSidePacketCalculator"
        output_side_packet: "PACKET:0:int_packet"
        output_side_packet: "no_tag0"
        output_side_packet: "OTHER_TAG:name"
        options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 256 } } }
      }
      """;

  /** Speaks of an output side packet that its node has not, and sets one that it never spoke of. */
  private static final class Careless extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.outputSidePackets().tag("SPOKEN_OF").set(Integer.class);
    }

    @Override
    public void open(CalculatorContext cc) {
      cc.outputSidePackets().tag("SILENT").set(1);
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.stop();
    }
  }

  private static final class CarelessGenerator implements PacketGenerator {
    @Override
    public void expectations(
        PacketGeneratorOptions options, Ports<PortType> inputs, Ports<PortType> outputs) {
      // Declares nothing.
    }

    @Override
    public void generate(
        PacketGeneratorOptions options, Ports<Packet> inputs, Ports<OutputSidePacket> outputs) {
      outputs.index(0).set(1);
    }
  }

  @Test
  void theDeclaredOnesAreMadeAllTheSame() {
    try (CalculatorGraph graph = new CalculatorGraph(GraphRunner.of(CONSTANTS).description())) {
      graph.run(Map.of());
      assertThat(graph.outputSidePacket("int_packet").get(Integer.class)).isEqualTo(256);
      for (String other : new String[] {"no_tag0", "name"}) {
        assertThatThrownBy(() -> graph.outputSidePacket(other))
            .isInstanceOfSatisfying(
                StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE));
      }
    }
  }

  @Test
  void nothingCanReadThem() {
    GraphConfigException refusal =
        catchThrowableOfType(
            GraphConfigException.class,
            () ->
                GraphRunner.of(
                        CONSTANTS
                            + "node { calculator: \"PassThroughCalculator\""
                            + " input_side_packet: \"no_tag0\" output_side_packet: \"copy\" }")
                    .description());
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(refusal).hasMessageContaining("will be of type \"[Undefined Type]\"");
  }

  @Test
  void settingThemEndsTheRun() {
    GraphRunner.Outcome outcome =
        GraphRunner.of("node { calculator: \"Careless\" output_side_packet: \"SILENT:s\" }")
            .calculator("Careless", Careless::new)
            .run();
    StatusException failure = outcome.error();
    assertThat(failure.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(failure)
        .hasMessageContaining(
            "Packet type mismatch on calculator output side packet \"s\": Uninitialized"
                + " PacketType was used for validation.");
  }

  @Test
  void packetGeneratorsMustDeclareThem() {
    GraphConfigException refusal =
        catchThrowableOfType(
            GraphConfigException.class,
            () ->
                GraphRunner.of(
                        "packet_generator { packet_generator: \"Careless\""
                            + " output_side_packet: \"s\" }")
                    .register(r -> r.add(PacketGenerator.KIND, "Careless", CarelessGenerator::new))
                    .description());
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("Tag \"\" index 0 was not expected.");
  }
}
