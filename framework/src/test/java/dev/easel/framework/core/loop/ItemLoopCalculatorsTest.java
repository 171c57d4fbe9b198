package dev.easel.framework.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ItemLoopCalculatorsTest {
  @Test
  void sendItemsOneByOneAndPutThemBack() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "k"
            node { calculator: "BeginItemLoopCalculator" input_stream: "ITEM:0:a" input_stream: "ITEM:1:b" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
            node { calculator: "EndItemLoopCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITEM:0:x" output_stream: "ITEM:1:y" }
            """)
            .observe("i", "c", "x", "y")
            .packets("a", 7)
            .packets("b", 7)
            .packets("k", 7)
            .packets("a", 9)
            .packets("b", 9)
            .packets("k", 9)
            .done();
    assertThat(out.good("i")).containsExactly("0=7", "1=7", "2=9", "3=9");
    assertThat(out.good("c")).containsExactly("0=7", "1=7", "2=9", "3=9");
    assertThat(out.good("x")).containsExactly("7=7", "9=9");
    assertThat(out.good("y")).containsExactly("7=7", "9=9");
  }

  @Test
  void passBoundsOn() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "k"
            node { calculator: "BeginItemLoopCalculator" input_stream: "ITEM:0:a" input_stream: "ITEM:1:b" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
            node { calculator: "EndItemLoopCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITEM:0:x" output_stream: "ITEM:1:y" }
            """)
            .observeBounds("x")
            .bound("a", 5)
            .bound("b", 5)
            .bound("k", 5)
            .idle();
    assertThat(out.good("x")).containsExactly("4");
  }

  @Test
  void failOnMissingItems() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "k"
            node { calculator: "BeginItemLoopCalculator" input_stream: "ITEM:0:a" input_stream: "ITEM:1:b" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
            node { calculator: "EndItemLoopCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITEM:0:x" output_stream: "ITEM:1:y" }
            """)
            .packets("a", 7)
            .bound("b", 8)
            .bound("k", 8)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("Cannot mix non-empty");
  }

  @Test
  void failOnTooManyItems() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "e"
            node { calculator: "EndItemLoopCalculator" input_stream: "ITEM:a" input_stream: "BATCH_END:e" output_stream: "ITEM:x" }
            """)
            .packets("a", 0)
            .bound("e", 1)
            .packets("a", 1)
            .packet("e", 1, 7L)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure())
        .hasMessageContaining("Number of input items must match number of outputs");
  }

  @Test
  void rejectNoItem() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "k"
            node { calculator: "BeginItemLoopCalculator" input_stream: "CLONE:k" output_stream: "CLONE:c" output_stream: "ITEM:i" output_stream: "BATCH_END:e" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("at least one ITEM");
  }
}
