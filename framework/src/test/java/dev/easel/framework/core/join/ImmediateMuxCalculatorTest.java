package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ImmediateMuxCalculatorTest {
  @Test
  void dropsOlderPacketsButCountsThem() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ImmediateMuxCalculator" input_stream: "a" input_stream: "b" output_stream: "m" output_stream: "done" input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler" }  }
            """)
            .observe("m", "done")
            .packet("a", 10, 1)
            .packet("b", 5, 2)
            .packet("b", 20, 3)
            .done();
    assertThat(out.good("m")).containsExactly("10=1", "20=3");
    assertThat(out.good("done")).containsExactly("10=true", "11=true", "20=true");
  }

  @Test
  void passesBoundsOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ImmediateMuxCalculator" input_stream: "a" input_stream: "b" output_stream: "m" output_stream: "done" input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler" } node_options { [type.googleapis.com/mediapipe.ImmediateMuxCalculatorOptions] { process_timestamp_bounds: true } } }
            """)
            .observeBounds("m")
            .packet("a", 10, 1)
            .bound("b", 16)
            .packet("a", 20, 2)
            .idle();
    assertThat(out.good("m")).containsExactly("10=1", "15", "20=2");
  }

  @Test
  void staysQuietAboutBoundsOtherwise() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ImmediateMuxCalculator" input_stream: "a" input_stream: "b" output_stream: "m" output_stream: "done" input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler" }  }
            """)
            .observeBounds("m")
            .packet("a", 10, 1)
            .bound("b", 16)
            .idle();
    assertThat(out.good("m")).containsExactly("10=1");
  }

  @Test
  void rejectsThreeOutputs() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "ImmediateMuxCalculator" input_stream: "a" output_stream: "x" output_stream: "y" output_stream: "z" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("only one or two output streams");
  }
}
