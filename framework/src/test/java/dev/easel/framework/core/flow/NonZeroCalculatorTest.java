package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NonZeroCalculatorTest {
  @Test
  void tellsZeroFromOtherNumbers() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "NonZeroCalculator" input_stream: "INPUT:a" output_stream: "OUTPUT:o" output_stream: "OUTPUT_BOOL:b" }
            """)
            .observe("o", "b")
            .packet("a", 1, 0)
            .packet("a", 2, -3)
            .done();
    assertThat(out.good("o")).containsExactly("1=0", "2=1");
    assertThat(out.good("b")).containsExactly("1=false", "2=true");
  }

  @Test
  void rejectsANodeWithoutInput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "NonZeroCalculator" output_stream: "OUTPUT:o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("INPUT must be connected");
  }

  @Test
  void rejectsANodeWithoutOutput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "NonZeroCalculator" input_stream: "INPUT:a" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("At least one output stream");
  }
}
