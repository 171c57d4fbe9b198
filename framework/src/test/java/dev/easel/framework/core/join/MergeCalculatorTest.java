package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MergeCalculatorTest {
  @Test
  void prefersTheLowestIndex() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "c"
            node { calculator: "MergeCalculator" input_stream: "a" input_stream: "b" input_stream: "c" output_stream: "m" }
            """)
            .observe("m")
            .packet("a", 2, "a2")
            .packet("b", 2, "b2")
            .packet("c", 1, "c1")
            .packet("c", 3, "c3")
            .packet("b", 4, "b4")
            .packet("c", 4, "c4")
            .done();
    assertThat(out.good("m")).containsExactly("1=c1", "2=a2", "3=c3", "4=b4");
  }

  @Test
  void rejectsNoInput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "MergeCalculator" output_stream: "m" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("Needs at least one input stream");
  }
}
