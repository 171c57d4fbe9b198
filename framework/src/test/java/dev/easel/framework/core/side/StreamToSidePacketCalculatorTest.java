package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamToSidePacketCalculatorTest {
  @Test
  void makesASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "StreamToSidePacketCalculator" input_stream: "a" output_side_packet: "s" }
            """)
            .packet("a", 5, "v")
            .done("s");
    assertThat(out.sidePackets()).containsEntry("s", "v");
  }

  @Test
  void opensTheConsumerOnlyThen() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "StreamToSidePacketCalculator" input_stream: "a" output_side_packet: "s" }
            input_stream: "d"
            node { calculator: "GateCalculator" input_stream: "d" output_stream: "o" input_side_packet: "ALLOW:s" }
            """)
            .observe("o")
            .packets("d", 1, 2)
            .packet("a", 0, true)
            .packets("d", 3)
            .done();
    assertThat(out.good("o")).containsExactly("1=1", "2=2", "3=3");
  }

  @Test
  void failsOnASecondPacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "StreamToSidePacketCalculator" input_stream: "a" output_side_packet: "s" }
            """)
            .packet("a", 5, "v")
            .packet("a", 6, "w")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.ALREADY_EXISTS);
    assertThat(out.failure()).hasMessageContaining("was already set");
  }
}
