package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.proto.FlowLimiterCalculatorOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FlowLimiterCalculatorTest {
  @Test
  void dropsWhileOneIsInFlight() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w"  }
            """)
            .observe("o", "w")
            .packets("a", 10, 20)
            .packet("fin", 10, 0)
            .packets("a", 30)
            .idle();
    assertThat(out.good("o")).containsExactly("10=10", "30=30");
    assertThat(out.good("w")).containsExactly("10=true", "20=false", "30=true");
  }

  @Test
  void takesABoundAsFinished() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w" options { [mediapipe.FlowLimiterCalculatorOptions.ext] { max_in_queue: 1 } } }
            """)
            .observe("o", "w")
            .packets("a", 10, 20)
            .bound("fin", 11)
            .idle();
    assertThat(out.good("o")).containsExactly("10=10", "20=20");
    assertThat(out.good("w")).containsExactly("10=true", "20=true");
  }

  @Test
  void keepsTheNewestInTheQueue() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w" options { [mediapipe.FlowLimiterCalculatorOptions.ext] { max_in_queue: 1 } } }
            """)
            .observe("o", "w")
            .packets("a", 10, 20, 30)
            .packet("fin", 10, 0)
            .idle();
    assertThat(out.good("o")).containsExactly("10=10", "30=30");
    assertThat(out.good("w")).containsExactly("10=true", "20=false", "30=true");
  }

  @Test
  void givesUpAfterTheTimeout() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w" options { [mediapipe.FlowLimiterCalculatorOptions.ext] { max_in_queue: 1 in_flight_timeout: 100 } } }
            """)
            .observe("o", "w")
            .packets("a", 10, 60, 110, 111)
            .idle();
    assertThat(out.good("o")).containsExactly("10=10", "110=110");
    assertThat(out.good("w")).containsExactly("10=true", "60=false", "110=true");
  }

  @Test
  void readsMaxInFlightFromASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w" input_side_packet: "MAX_IN_FLIGHT:m" }
            """)
            .observe("o", "w")
            .side("m", 2)
            .packets("a", 10, 20, 30)
            .packet("fin", 10, 0)
            .packets("a", 40)
            .idle();
    assertThat(out.good("o")).containsExactly("10=10", "20=20", "40=40");
    assertThat(out.good("w")).containsExactly("10=true", "20=true", "30=false", "40=true");
  }

  @Test
  void mergesOptionsFromASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w" options { [mediapipe.FlowLimiterCalculatorOptions.ext] { max_in_queue: 1 } } input_side_packet: "OPTIONS:m" }
            """)
            .observe("o")
            .side("m", FlowLimiterCalculatorOptions.newBuilder().setMaxInFlight(2).build())
            .packets("a", 10, 20, 30)
            .bound("fin", 11)
            .idle();
    assertThat(out.good("o")).containsExactly("10=10", "20=20", "30=30");
  }

  @Test
  void sendsBoundsForDroppedTimestamps() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" output_stream: "ALLOW:w"  }
            """)
            .observeBounds("o")
            .packets("a", 10, 20)
            .idle();
    assertThat(out.good("o")).containsExactly("10=10", "20");
  }

  @Test
  void letsotherStreamsFollowTheFirst() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "fin"
            node {
              calculator: "FlowLimiterCalculator"
              input_stream: "a" input_stream: "b" input_stream: "FINISHED:fin"
              input_stream_info { tag_index: "FINISHED" back_edge: true }
              output_stream: "o" output_stream: "p"
            }
            """)
            .observe("o", "p")
            .packets("b", 10)
            .packets("a", 10, 20)
            .packets("b", 20)
            .packet("fin", 10, 0)
            .packets("b", 30)
            .packets("a", 30)
            .done();
    assertThat(out.good("o")).containsExactly("10=10", "30=30");
    assertThat(out.good("p")).containsExactly("10=10", "30=30");
  }

  @Test
  void closesItsOutputsWhenTheInputIsDone() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "e"
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:fin" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" }
            node { calculator: "PassThroughCalculator" input_stream: "o" input_stream: "e" output_stream: "p" output_stream: "q" }
            """)
            .observe("q")
            .packets("a", 10)
            .packets("e", 50)
            .close("a")
            .idle();
    assertThat(out.good("q")).containsExactly("50=50");
  }

  @Test
  void limitsARealLoop() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "FlowLimiterCalculator" input_stream: "a" input_stream: "FINISHED:done" input_stream_info { tag_index: "FINISHED" back_edge: true } output_stream: "o" }
            node { calculator: "PassThroughCalculator" input_stream: "o" output_stream: "done" }
            """)
            .observe("done")
            .packets("a", 1, 2, 3)
            .done();
    assertThat(out.good("done")).containsExactly("1=1", "2=2", "3=3");
  }

  @Test
  void rejectsANodeWithoutStreams() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "fin"
            node { calculator: "FlowLimiterCalculator" input_stream: "FINISHED:fin" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }
}
