package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoundRobinDemuxCalculatorTest {
  @Test
  void dealsPacketsOutInTurn() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "RoundRobinDemuxCalculator" input_stream: "a" output_stream: "OUTPUT:0:x" output_stream: "OUTPUT:1:y" output_stream: "SELECT:s" }
            """)
            .observe("x", "y", "s")
            .packets("a", 1, 2, 3)
            .done();
    assertThat(out.good("x")).containsExactly("1=1", "3=3");
    assertThat(out.good("y")).containsExactly("2=2");
    assertThat(out.good("s")).containsExactly("1=0", "2=1", "3=0");
  }

  @Test
  void isPutBackInOrderByAMux() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "RoundRobinDemuxCalculator" input_stream: "a" output_stream: "OUTPUT:0:x" output_stream: "OUTPUT:1:y" output_stream: "SELECT:s" }
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:x" input_stream: "INPUT:1:y" input_stream: "SELECT:s" output_stream: "OUTPUT:o" }
            """)
            .observe("o")
            .packets("a", 1, 2, 3, 4)
            .done();
    assertThat(out.good("o")).containsExactly("1=1", "2=2", "3=3", "4=4");
  }

  @Test
  void rejectsNoOutput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "RoundRobinDemuxCalculator" input_stream: "a" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }
}
