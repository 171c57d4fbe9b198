package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RealTimeFlowLimiterCalculatorTest {
  @Test
  void dropsWhileOneIsInFlight() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "f"
            node { calculator: "RealTimeFlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:f" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w"  }
            """)
            .observe("o", "w")
            .packets("a", 1, 2)
            .packet("f", 1, 0)
            .packets("a", 3)
            .packet("f", 3, 0)
            .done();
    assertThat(out.good("o")).containsExactly("1=1", "3=3");
    assertThat(out.good("w")).containsExactly("1=false", "2=true", "3=false", "4=true");
  }

  @Test
  void failsOnFinishedWithNoneInFlight() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "f"
            node { calculator: "RealTimeFlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:f" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w"  }
            """)
            .observe("o")
            .packet("f", 1, 0)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("none in flight");
  }

  @Test
  void allowsAsManyAsTheSidePacketSays() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "f"
            node { calculator: "RealTimeFlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:f" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w" input_side_packet: "MAX_IN_FLIGHT:m" }
            """)
            .observe("o")
            .side("m", 2)
            .packets("a", 1, 2, 3)
            .idle();
    assertThat(out.good("o")).containsExactly("1=1", "2=2");
  }

  @Test
  void rejectsALimitBelowOne() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "f"
            node { calculator: "RealTimeFlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:f" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w" input_side_packet: "MAX_IN_FLIGHT:m" }
            """)
            .observe("o")
            .side("m", 0)
            .idle();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
  }
}
