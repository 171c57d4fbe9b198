package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MakePairCalculatorTest {
  @Test
  void pairsPacketsAndLeavesMissingOnesEmpty() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "MakePairCalculator" input_stream: "a" input_stream: "b" output_stream: "p" }
            """)
            .observe("p")
            .packets("a", 1)
            .packets("b", 1, 2)
            .packets("a", 3)
            .done();
    assertThat(out.good("p")).containsExactly("1=[1, 1]", "2=[-, 2]", "3=[3, -]");
  }

  @Test
  void rejectsThreeInputs() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "b"
            input_stream: "c"
            node { calculator: "MakePairCalculator" input_stream: "a" input_stream: "b" input_stream: "c" output_stream: "p" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }
}
