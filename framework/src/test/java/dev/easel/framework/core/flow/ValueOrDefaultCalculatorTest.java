package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ValueOrDefaultCalculatorTest {
  @Test
  void fillsTicksWithoutAValue() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "t"
            node { calculator: "ValueOrDefaultCalculator" input_stream: "IN:a" input_stream: "TICK:t" output_stream: "OUT:o" output_stream: "FLAG:f" input_side_packet: "d" }
            """)
            .observe("o", "f")
            .side("d", -1)
            .packets("a", 1)
            .packets("t", 1, 2)
            .packets("a", 3, 4)
            .packets("t", 4)
            .done();
    assertThat(out.good("o")).containsExactly("1=1", "2=-1", "4=4");
    assertThat(out.good("f")).containsExactly("2=true");
  }

  @Test
  void needsADefaultOfTheSameType() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "t"
            node { calculator: "NonZeroCalculator" input_stream: "INPUT:a" output_stream: "OUTPUT:n" }
            node { calculator: "ValueOrDefaultCalculator" input_stream: "IN:n" input_stream: "TICK:t" output_stream: "OUT:o" output_stream: "FLAG:f" input_side_packet: "d" }
            """)
            .observe("o")
            .side("d", "text")
            .packets("a", 1)
            .packets("t", 1, 2)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }
}
