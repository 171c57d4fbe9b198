package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SidePacketAtPostStreamCalculatorTest {
  @Test
  void sendsAtPostStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "MediaPipeInternalSidePacketToPacketStreamCalculator" input_side_packet: "s" output_stream: "o" }
            """)
            .observe("o")
            .side("s", "v")
            .done();
    assertThat(out.good("o")).containsExactly("PostStream=v");
  }
}
