package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacketInnerJoinCalculatorTest {
  @Test
  void passesOnlyWholeSets() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PacketInnerJoinCalculator" input_stream: "a" input_stream: "b" output_stream: "x" output_stream: "y" }
            """)
            .observe("x", "y")
            .packets("a", 1)
            .packets("b", 2)
            .packets("a", 3)
            .packets("b", 3)
            .packets("b", 4)
            .packets("a", 5)
            .done();
    assertThat(out.good("x")).containsExactly("3=3");
    assertThat(out.good("y")).containsExactly("3=3");
  }

  @Test
  void rejectsUnequalNumbers() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PacketInnerJoinCalculator" input_stream: "a" output_stream: "x" output_stream: "y" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("must match");
  }
}
