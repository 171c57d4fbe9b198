package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PreviousLoopbackCalculatorTest {
  @Test
  void bringsThePreviousLoopPacketToThePresentTimestamp() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            input_stream: "l"
            node { calculator: "PreviousLoopbackCalculator" input_stream: "MAIN:m" input_stream: "LOOP:l" input_stream_info { tag_index: "LOOP" back_edge: true } output_stream: "PREV_LOOP:p" }
            """)
            .observeBounds("p")
            .packets("m", 1)
            .packets("l", 1)
            .packets("m", 2)
            .packets("l", 2)
            .packets("m", 5)
            .packets("l", 5)
            .packets("m", 15)
            .idle();
    assertThat(out.good("p")).containsExactly("1", "2=1", "5=2", "15=5");
  }

  @Test
  void sendsABoundWhereTheLoopHadNone() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            input_stream: "l"
            node { calculator: "PreviousLoopbackCalculator" input_stream: "MAIN:m" input_stream: "LOOP:l" input_stream_info { tag_index: "LOOP" back_edge: true } output_stream: "PREV_LOOP:p" }
            """)
            .observeBounds("p")
            .packets("m", 1)
            .packets("l", 1)
            .packets("m", 2)
            .bound("l", 3)
            .packets("m", 5)
            .idle();
    assertThat(out.good("p")).containsExactly("1", "2=1", "5");
  }

  @Test
  void passesBoundsOfMainOn() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            input_stream: "l"
            node { calculator: "PreviousLoopbackCalculator" input_stream: "MAIN:m" input_stream: "LOOP:l" input_stream_info { tag_index: "LOOP" back_edge: true } output_stream: "PREV_LOOP:p" }
            """)
            .observeBounds("p")
            .packets("m", 1)
            .bound("m", 10)
            .packets("l", 1)
            .packets("m", 20)
            .idle();
    assertThat(out.good("p")).containsExactly("1", "9", "20=1");
  }

  @Test
  void worksInARealLoop() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PreviousLoopbackCalculator" input_stream: "MAIN:a" input_stream: "LOOP:both" input_stream_info { tag_index: "LOOP" back_edge: true } output_stream: "PREV_LOOP:before" }
            node { calculator: "MakePairCalculator" input_stream: "a" input_stream: "before" output_stream: "both" }
            """)
            .observe("both")
            .packets("a", 1, 2)
            .done();
    assertThat(out.good("both")).containsExactly("1=[1, -]", "2=[2, [1, -]]");
  }
}
