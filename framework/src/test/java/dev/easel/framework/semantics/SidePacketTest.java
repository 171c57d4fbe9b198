package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SidePacketTest {
  @Test
  void missingOneFailsTheStart() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "StringToIntCalculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("is required but was not provided");
  }

  @Test
  void optionalOneMayBeMissing() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "GateCalculator" input_side_packet: "ALLOW:s" input_stream: "a" output_stream: "o" }
            """)
            .observe("o")
            .packets("a", 1)
            .done();
    assertThat(out.good("o")).isEmpty();
  }

  @Test
  void optionalOneOfOneNodeIsRequiredByAnother() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "GateCalculator" input_side_packet: "ALLOW:s" input_stream: "a" output_stream: "o" }
            node { calculator: "PassThroughCalculator"   input_side_packet: "s" output_side_packet: "t" }
            """)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("is required but was not provided");
  }

  @Test
  void wrongTypeFailsTheStart() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "GateCalculator" input_side_packet: "ALLOW:s" input_stream: "a" output_stream: "o" }
            """)
            .side("s", "true")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("Side packet \"s\" failed validation");
  }

  @Test
  void producedOfAnotherTypeIsRefusedAtLoad() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "GateCalculator" input_side_packet: "ALLOW:s" input_stream: "a" output_stream: "o" }
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:s" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 1 } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
  }

  @Test
  void providedAndProducedFailsTheStart() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:s" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 1 } } } }
            """)
            .side("s", 1)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(out.failure()).hasMessageContaining("both provided and generated");
  }

  @Test
  void cycleIsRefused() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "PassThroughCalculator"   input_side_packet: "s" output_side_packet: "t" }
            node { calculator: "PassThroughCalculator"   input_side_packet: "t" output_side_packet: "s" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(refusal).hasMessageContaining("cycle");
  }

  @Test
  void unknownOneIsNotFound() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .step(g -> g.outputSidePacket("nope"))
            .idle();
    assertThat(out.failure().code()).isEqualTo(StatusCode.NOT_FOUND);
  }

  @Test
  void unsetOneIsUnavailable() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "StreamToSidePacketCalculator" input_stream: "a" output_side_packet: "s" }
            """)
            .step(g -> g.outputSidePacket("s"))
            .idle();
    assertThat(out.failure().code()).isEqualTo(StatusCode.UNAVAILABLE);
  }

  @Test
  void runsThroughAChainOfNodes() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "PassThroughCalculator"   input_side_packet: "s" output_side_packet: "t" }
            node { calculator: "PassThroughCalculator"   input_side_packet: "t" output_side_packet: "u" }
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "u" output_stream: "AT_ZERO:o" }
            """)
            .observe("o")
            .side("s", "v")
            .done("u");
    assertThat(out.good("o")).containsExactly("0=v");
  }

  @Test
  void setInProcessReachesASource() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "StreamToSidePacketCalculator" input_stream: "a" output_side_packet: "n" }
            node { calculator: "CountingSourceCalculator" output_stream: "c" input_side_packet: "MAX_COUNT:n" }
            """)
            .observe("c")
            .packet("a", 0, 2)
            .done();
    assertThat(out.good("c")).containsExactly("0=0", "1=1");
  }

  @Test
  void neverSetLeavesItsConsumerUnopened() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "d"
            node { calculator: "StreamToSidePacketCalculator" input_stream: "a" output_side_packet: "s" }
            node { calculator: "GateCalculator" input_stream: "d" output_stream: "o" input_side_packet: "ALLOW:s" }
            """)
            .observe("o")
            .packets("d", 1)
            .done();
    assertThat(out.good("o")).isEmpty();
  }
}
