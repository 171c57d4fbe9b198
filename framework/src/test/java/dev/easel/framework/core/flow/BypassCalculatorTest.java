package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BypassCalculatorTest {
  @Test
  void passesListedStreamsAndSettlesTheOthers() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "BypassCalculator" input_stream: "APP:a" input_stream: "VID:b" output_stream: "APP:x" output_stream: "FED:y" options { [mediapipe.BypassCalculatorOptions.ext] { pass_input_stream: "APP" pass_output_stream: "APP" } } }
            """)
            .observe("x")
            .observeBounds("y")
            .packets("a", 1)
            .packets("b", 1, 2)
            .packets("a", 3)
            .done();
    assertThat(out.good("x")).containsExactly("1=1", "3=3");
    assertThat(out.good("y")).containsExactly("1", "2", "3");
  }

  @Test
  void passesNothingWithoutOptions() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "BypassCalculator" input_stream: "APP:a" input_stream: "VID:b" output_stream: "APP:x" output_stream: "FED:y"  }
            """)
            .observe("x", "y")
            .packets("a", 1)
            .packets("b", 1)
            .done();
    assertThat(out.good("x")).isEmpty();
    assertThat(out.good("y")).isEmpty();
  }

  @Test
  void crossesStreams() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "BypassCalculator" input_stream: "T:0:a" input_stream: "T:1:b" output_stream: "T:0:x" output_stream: "T:1:y" options { [mediapipe.BypassCalculatorOptions.ext] { pass_input_stream: "T:0" pass_output_stream: "T:1" pass_input_stream: "T:1" pass_output_stream: "T" } } }
            """)
            .observe("x", "y")
            .packet("a", 1, "a")
            .packet("b", 1, "b")
            .done();
    assertThat(out.good("x")).containsExactly("1=b");
    assertThat(out.good("y")).containsExactly("1=a");
  }

  @Test
  void rejectsUnequalLists() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "BypassCalculator" input_stream: "APP:a" input_stream: "VID:b" output_stream: "APP:x" output_stream: "FED:y" options { [mediapipe.BypassCalculatorOptions.ext] { pass_input_stream: "APP" } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void rejectsAStreamThatIsNotThere() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "BypassCalculator" input_stream: "APP:a" input_stream: "VID:b" output_stream: "APP:x" output_stream: "FED:y" options { [mediapipe.BypassCalculatorOptions.ext] { pass_input_stream: "NO" pass_output_stream: "APP" } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("pass_input_stream names");
  }
}
