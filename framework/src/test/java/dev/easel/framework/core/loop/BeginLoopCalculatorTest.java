package dev.easel.framework.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BeginLoopCalculatorTest {
  @Test
  void numbersElementsAcrossVectors() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "v"
                input_stream: "k"
                node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:v" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
                node { calculator: "EndLoopFloatCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITERABLE:o" }
                """)
            .observe("i", "c", "e", "o")
            .packet("v", 10, List.of(1.5f, 2.5f))
            .packet("k", 10, "x")
            .packet("v", 20, List.of(3.5f))
            .packet("k", 20, "y")
            .done();
    assertThat(out.good("i")).containsExactly("0=1.5", "1=2.5", "2=3.5");
    assertThat(out.good("c")).containsExactly("0=x", "1=x", "2=y");
    assertThat(out.good("e")).containsExactly("1=10", "2=20");
    assertThat(out.good("o")).containsExactly("10=[1.5, 2.5]", "20=[3.5]");
  }

  @Test
  void sendsABoundForAnEmptyVector() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "v"
                input_stream: "k"
                node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:v" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
                node { calculator: "EndLoopFloatCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITERABLE:o" }
                """)
            .observeBounds("i", "o")
            .observe("e")
            .packet("v", 10, List.of())
            .packet("k", 10, "x")
            .packet("v", 20, List.of(3.5f))
            .packet("k", 20, "y")
            .done();
    assertThat(out.good("i")).containsExactly("0", "1=3.5");
    assertThat(out.good("e")).containsExactly("0=10", "1=20");
    assertThat(out.good("o")).containsExactly("10", "20=[3.5]");
  }

  @Test
  void passesBoundsOn() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "v"
                input_stream: "k"
                node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:v" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
                node { calculator: "EndLoopFloatCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITERABLE:o" }
                """)
            .observeBounds("o")
            .bound("v", 10)
            .bound("k", 10)
            .idle();
    assertThat(out.good("o")).containsExactly("9");
  }

  @Test
  void repeatsOnlyTheClonesThatAreThere() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "v"
                input_stream: "k"
                node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:v" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
                node { calculator: "EndLoopFloatCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITERABLE:o" }
                """)
            .observe("c")
            .packet("v", 10, List.of(1f))
            .bound("k", 11)
            .idle();
    assertThat(out.good("c")).isEmpty();
  }

  @Test
  void refusesElementsOfAnotherType() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "v"
                input_stream: "k"
                node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:v" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
                node { calculator: "EndLoopFloatCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITERABLE:o" }
                """)
            .observe("o")
            .packet("v", 10, List.of("x"))
            .packet("k", 10, "x")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure())
        .hasMessageContaining("The Packet stores \"List<string>\", but \"List<float>\"");
  }

  @Test
  void refusesSomethingElseThanAVector() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "v"
                input_stream: "k"
                node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:v" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "CLONE:c" output_stream: "BATCH_END:e" }
                node { calculator: "EndLoopFloatCalculator" input_stream: "ITEM:i" input_stream: "BATCH_END:e" output_stream: "ITERABLE:o" }
                """)
            .observe("o")
            .packet("v", 10, "text")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("Packet type mismatch");
  }

  @Test
  void rejectsAMissingIterable() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "BeginLoopFloatCalculator" output_stream: "ITEM:i" output_stream: "BATCH_END:e" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("ITERABLE");
  }

  @Test
  void rejectsUnequalClones() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            input_stream: "k"
            node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:v" input_stream: "CLONE:k" output_stream: "ITEM:i" output_stream: "BATCH_END:e" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("CLONE");
  }

  @Test
  void isRegisteredForEveryTypeOfElement() {
    assertThat(CalculatorRegistry.standard().calculatorNames())
        .contains(
            "BeginLoopIntCalculator",
            "BeginLoopUint64tCalculator",
            "BeginLoopStringCalculator",
            "BeginLoopDetectionCalculator",
            "BeginLoopNormalizedRectCalculator",
            "BeginLoopNormalizedLandmarkListVectorCalculator",
            "BeginLoopMatrixCalculator",
            "BeginLoopMatrixVectorCalculator");
  }
}
