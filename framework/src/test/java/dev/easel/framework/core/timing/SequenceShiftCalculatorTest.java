package dev.easel.framework.core.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SequenceShiftCalculatorTest {
  @Test
  void movesPacketsToTheTimestampBeforeByDefault() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SequenceShiftCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .packets("a", 10, 20, 30)
            .done();
    assertThat(out.good("b")).containsExactly("10=20", "20=30");
  }

  @Test
  void movesPacketsEarlier() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SequenceShiftCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.SequenceShiftCalculatorOptions.ext] { packet_offset: -2 } } }
            """)
            .observe("b")
            .packets("a", 10, 20, 30, 40)
            .done();
    assertThat(out.good("b")).containsExactly("10=30", "20=40");
  }

  @Test
  void movesPacketsLater() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SequenceShiftCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.SequenceShiftCalculatorOptions.ext] { packet_offset: 2 } } }
            """)
            .observe("b")
            .packets("a", 10, 20, 30, 40)
            .done();
    assertThat(out.good("b")).containsExactly("30=10", "40=20");
  }

  @Test
  void passesPacketsWithoutAnOffset() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SequenceShiftCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.SequenceShiftCalculatorOptions.ext] { packet_offset: 0 } } }
            """)
            .observeBounds("b")
            .packets("a", 10)
            .bound("a", 20)
            .idle();
    assertThat(out.good("b")).containsExactly("10=10", "19");
  }

  @Test
  void prefersTheSidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SequenceShiftCalculator" input_stream: "a" output_stream: "b" input_side_packet: "PACKET_OFFSET:n" }
            """)
            .observe("b")
            .side("n", 1)
            .packets("a", 10, 20)
            .done();
    assertThat(out.good("b")).containsExactly("20=10");
  }

  @Test
  void holdsItsBound() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SequenceShiftCalculator" input_stream: "a" output_stream: "s" options { [mediapipe.SequenceShiftCalculatorOptions.ext] { packet_offset: 1 } } }
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "s" output_stream: "c" output_stream: "d" }
            """)
            .observe("c", "d")
            .packets("a", 1, 2, 3)
            .idle();
    assertThat(out.good("c")).containsExactly("1=1", "2=2", "3=3");
    assertThat(out.good("d")).containsExactly("2=1", "3=2");
  }

  @Test
  void rejectsEmptyPacketsFirst() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "SequenceShiftCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.SequenceShiftCalculatorOptions.ext] { packet_offset: 1 emit_empty_packets_before_first_packet: true } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNIMPLEMENTED);
  }
}
