package dev.easel.framework.core.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MatrixCalculatorsTest {
  @Test
  void multiplyFromTheLeft() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            node { calculator: "MatrixMultiplyCalculator" input_stream: "m" output_stream: "o" input_side_packet: "s" }
            """)
            .observe("o")
            .side("s", Matrix.of(2, 2, 1, 3, 2, 4))
            .packet("m", 1, Matrix.of(2, 1, 5, 6))
            .done();
    assertThat(out.good("o")).containsExactly("1=Matrix[2 x 1, [17.0, 39.0]]");
  }

  @Test
  void refuseToMultiplyWhatDoesNotFit() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            node { calculator: "MatrixMultiplyCalculator" input_stream: "m" output_stream: "o" input_side_packet: "s" }
            """)
            .side("s", Matrix.of(2, 2, 1, 3, 2, 4))
            .packet("m", 1, Matrix.of(1, 1, 5))
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("cannot be multiplied");
  }

  @Test
  void subtractAFixedMatrix() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            node { calculator: "MatrixSubtractCalculator" input_stream: "MINUEND:m" output_stream: "o" input_side_packet: "SUBTRAHEND:s" }
            """)
            .observe("o")
            .side("s", Matrix.of(1, 2, 1, 2))
            .packet("m", 1, Matrix.of(1, 2, 5, 5))
            .done();
    assertThat(out.good("o")).containsExactly("1=Matrix[1 x 2, [4.0, 3.0]]");
  }

  @Test
  void subtractFromAFixedMatrix() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            node { calculator: "MatrixSubtractCalculator" input_stream: "SUBTRAHEND:m" output_stream: "o" input_side_packet: "MINUEND:s" }
            """)
            .observe("o")
            .side("s", Matrix.of(1, 2, 1, 2))
            .packet("m", 1, Matrix.of(1, 2, 5, 5))
            .done();
    assertThat(out.good("o")).containsExactly("1=Matrix[1 x 2, [-4.0, -3.0]]");
  }

  @Test
  void refuseToSubtractOtherDimensions() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            node { calculator: "MatrixSubtractCalculator" input_stream: "SUBTRAHEND:m" output_stream: "o" input_side_packet: "MINUEND:s" }
            """)
            .side("s", Matrix.of(2, 1, 1, 2))
            .packet("m", 1, Matrix.of(1, 2, 5, 5))
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("same dimensions");
  }

  @Test
  void rejectTwoStreams() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "m"
            input_stream: "n"
            node { calculator: "MatrixSubtractCalculator" input_stream: "SUBTRAHEND:m" input_stream: "MINUEND:n" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("exactly one input stream");
  }

  @Test
  void becomeVectors() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "m"
            node { calculator: "MatrixToVectorCalculator" input_stream: "m" output_stream: "o" }
            """)
            .observe("o")
            .packet("m", 1, Matrix.of(2, 2, 1, 3, 2, 4))
            .done();
    assertThat(out.good("o")).containsExactly("1=[1.0, 3.0, 2.0, 4.0]");
  }
}
