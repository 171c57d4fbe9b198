package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacketSequencerCalculatorTest {
  @Test
  void stampsControlPacketsAfterTheNewestTick() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "select"
            input_stream: "frame"
            input_stream: "mask"
            node { calculator: "PacketSequencerCalculator" input_stream: "INPUT:select" input_stream: "TICK:0:frame" input_stream: "TICK:1:mask" output_stream: "OUTPUT:o" }
            """)
            .observe("o")
            .packet("select", 10, "p10")
            .packet("select", 20, "p20")
            .packet("mask", 10, "m")
            .packet("frame", 20, "f")
            .packet("select", 30, "p30")
            .packet("select", 40, "p40")
            .done();
    assertThat(out.good("o"))
        .containsExactly("Min=p10", "-9223372036854775804=p20", "21=p30", "22=p40");
  }

  @Test
  void settlesItsOutputAtEveryTick() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "select"
            input_stream: "frame"
            node { calculator: "PacketSequencerCalculator" input_stream: "INPUT:select" input_stream: "TICK:frame" output_stream: "OUTPUT:o" }
            """)
            .observeBounds("o")
            .packets("frame", 10, 20)
            .packet("select", 5, "p")
            .idle();
    assertThat(out.good("o")).containsExactly("10", "20", "21=p");
  }

  @Test
  void rejectsUnequalNumbers() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PacketSequencerCalculator" input_stream: "INPUT:a" output_stream: "OUTPUT:0:x" output_stream: "OUTPUT:1:y" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }
}
