package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SidePacketToStreamCalculatorTest {
  @Test
  void sendsAtPreStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_PRESTREAM:o"  }
            """)
            .observe("o")
            .side("s", "v")
            .done();
    assertThat(out.good("o")).containsExactly("PreStream=v");
  }

  @Test
  void sendsAtPostStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_POSTSTREAM:o"  }
            """)
            .observe("o")
            .side("s", "v")
            .done();
    assertThat(out.good("o")).containsExactly("PostStream=v");
  }

  @Test
  void sendsAtZero() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_ZERO:o"  }
            """)
            .observe("o")
            .side("s", "v")
            .done();
    assertThat(out.good("o")).containsExactly("0=v");
  }

  @Test
  void sendsAtATimestamp() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_TIMESTAMP:o" input_side_packet: "TIMESTAMP:t" }
            """)
            .observe("o")
            .side("s", "v")
            .side("t", 100L)
            .done();
    assertThat(out.good("o")).containsExactly("100=v");
  }

  @Test
  void sendsAtEveryTick() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "tick"
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_TICK:o" input_stream: "TICK:tick" }
            """)
            .observe("o")
            .side("s", "v")
            .packets("tick", 3, 9)
            .done();
    assertThat(out.good("o")).containsExactly("3=v", "9=v");
  }

  @Test
  void sendsAtTheFirstTick() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "tick"
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_FIRST_TICK:o" input_stream: "TICK:tick" }
            """)
            .observe("o")
            .side("s", "v")
            .packets("tick", 3, 9)
            .done();
    assertThat(out.good("o")).containsExactly("3=v");
  }

  @Test
  void sendsSeveral() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" input_side_packet: "t" output_stream: "AT_ZERO:0:o" output_stream: "AT_ZERO:1:p" }
            """)
            .observe("o", "p")
            .side("s", "v")
            .side("t", 5)
            .done();
    assertThat(out.good("o")).containsExactly("0=v");
    assertThat(out.good("p")).containsExactly("0=5");
  }

  @Test
  void rejectsAMissingTick() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_TICK:o"  }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("Either both TICK input and tick");
  }

  @Test
  void rejectsAnUnusedTick() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "tick"
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_ZERO:o" input_stream: "TICK:tick" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("Either both TICK input and tick");
  }

  @Test
  void rejectsAMissingTimestamp() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_TIMESTAMP:o"  }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("TIMESTAMP");
  }

  @Test
  void rejectsAnUnknownTag() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_NOON:o"  }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("is allowed and required");
  }

  @Test
  void rejectsUnequalNumbers() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "s" output_stream: "AT_ZERO:o" input_side_packet: "t" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("Same number");
  }
}
