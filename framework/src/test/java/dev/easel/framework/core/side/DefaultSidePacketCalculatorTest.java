package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DefaultSidePacketCalculatorTest {
  @Test
  void prefersTheValue() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "DefaultSidePacketCalculator" input_side_packet: "OPTIONAL_VALUE:a" input_side_packet: "DEFAULT_VALUE:b" output_side_packet: "VALUE:c" }
            """)
            .side("a", 1)
            .side("b", 2)
            .done("c");
    assertThat(out.sidePackets()).containsEntry("c", 1);
  }

  @Test
  void fallsBackToTheDefault() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "DefaultSidePacketCalculator" input_side_packet: "OPTIONAL_VALUE:a" input_side_packet: "DEFAULT_VALUE:b" output_side_packet: "VALUE:c" }
            """)
            .side("b", 2)
            .done("c");
    assertThat(out.sidePackets()).containsEntry("c", 2);
  }

  @Test
  void rejectsNoDefault() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "DefaultSidePacketCalculator" input_side_packet: "OPTIONAL_VALUE:a" output_side_packet: "VALUE:c" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("Default value must be provided");
  }

  @Test
  void rejectsNoOutput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "DefaultSidePacketCalculator" input_side_packet: "DEFAULT_VALUE:a" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }
}
