package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SidePacketsToStreamsCalculatorTest {
  @Test
  void stampsPacketsWithTheirIndex() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketsToStreamsCalculator" input_side_packet: "s" output_stream: "o"  }
            """)
            .observe("o")
            .side("s", List.of(Packet.of("x", 5), Packet.of("y", 7)))
            .done();
    assertThat(out.good("o")).containsExactly("0=x", "1=y");
  }

  @Test
  void keepsTimestampsOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketsToStreamsCalculator" input_side_packet: "s" output_stream: "o" options { [mediapipe.SidePacketsToStreamsCalculatorOptions.ext] { set_timestamp: NONE } } }
            """)
            .observe("o")
            .side("s", List.of(Packet.of("x", 5), Packet.of("y", 7)))
            .done();
    assertThat(out.good("o")).containsExactly("5=x", "7=y");
  }

  @Test
  void sendsASinglePacketAtPreStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketsToStreamsCalculator" input_side_packet: "s" output_stream: "o" options { [mediapipe.SidePacketsToStreamsCalculatorOptions.ext] { set_timestamp: PRE_STREAM vectors_of_packets: false } } }
            """)
            .observe("o")
            .side("s", "v")
            .done();
    assertThat(out.good("o")).containsExactly("PreStream=v");
  }

  @Test
  void sendsASinglePacketAtPostStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketsToStreamsCalculator" input_side_packet: "s" output_stream: "o" options { [mediapipe.SidePacketsToStreamsCalculatorOptions.ext] { set_timestamp: WHOLE_STREAM vectors_of_packets: false } } }
            """)
            .observe("o")
            .side("s", "v")
            .done();
    assertThat(out.good("o")).containsExactly("PostStream=v");
  }

  @Test
  void refusesListsOfDifferentSizes() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketsToStreamsCalculator" input_side_packet: "s" input_side_packet: "t" output_stream: "o" output_stream: "p" }
            """)
            .side("s", List.of(Packet.of("x", 5), Packet.of("y", 7)))
            .side("t", List.of())
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("different sizes");
  }

  @Test
  void rejectsNoTimestampsForSinglePackets() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "SidePacketsToStreamsCalculator" input_side_packet: "s" output_stream: "o" options { [mediapipe.SidePacketsToStreamsCalculatorOptions.ext] { set_timestamp: NONE vectors_of_packets: false } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("vectors_of_packets must not be false");
  }

  @Test
  void rejectsAWrongNumberOfInputs() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "SidePacketsToStreamsCalculator" input_side_packet: "s" output_stream: "o" options { [mediapipe.SidePacketsToStreamsCalculatorOptions.ext] { num_inputs: 2 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("num_inputs");
  }
}
