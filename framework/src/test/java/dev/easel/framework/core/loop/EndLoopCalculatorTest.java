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
class EndLoopCalculatorTest {
  @Test
  void leavesOutWhatWasFiltered() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "BeginLoopIntCalculator" input_stream: "ITERABLE:v" output_stream: "ITEM:i" output_stream: "BATCH_END:e" }
            node { calculator: "NonZeroCalculator" input_stream: "INPUT:i" output_stream: "OUTPUT_BOOL:b" }
            node { calculator: "GateCalculator" input_stream: "b" input_stream: "ALLOW:b" output_stream: "f" }
            node { calculator: "EndLoopBooleanCalculator" input_stream: "ITEM:f" input_stream: "BATCH_END:e" output_stream: "ITERABLE:o" }
            """)
            .observe("o")
            .packet("v", 10, List.of(1, 0, 2))
            .packet("v", 20, List.of(0))
            .packet("v", 30, List.of(5))
            .done();
    assertThat(out.good("o")).containsExactly("10=[true, true]", "30=[true]");
  }

  @Test
  void rejectsMissingPorts() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node { calculator: "EndLoopFloatCalculator" input_stream: "ITEM:v" output_stream: "ITERABLE:o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("Missing BATCH_END");
  }

  @Test
  void isRegisteredForEveryTypeOfElement() {
    assertThat(CalculatorRegistry.standard().calculatorNames())
        .contains(
            "EndLoopBooleanCalculator",
            "EndLoopFloatCalculator",
            "EndLoopDetectionCalculator",
            "EndLoopNormalizedRectCalculator",
            "EndLoopLandmarkListVectorCalculator",
            "EndLoopNormalizedLandmarkListVectorCalculator",
            "EndLoopClassificationListCalculator",
            "EndLoopMatrixCalculator",
            "EndLoopAffineMatrixCalculator",
            "EndLoopImageSizeCalculator");
  }
}
