package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacketPresenceCalculatorTest {
  @Test
  void saysTrueForPacketsAndFalseForBounds() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketPresenceCalculator" input_stream: "PACKET:a" output_stream: "PRESENCE:p" }
            """)
            .observe("p")
            .packets("a", 1)
            .bound("a", 10)
            .packets("a", 20)
            .idle();
    assertThat(out.good("p")).containsExactly("1=true", "9=false", "20=true");
  }

  @Test
  void rejectsAMissingPort() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "PacketPresenceCalculator" output_stream: "PRESENCE:p" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("Failed to get tag \"PACKET\" index 0");
  }
}
