package dev.easel.framework.core.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.core.CoreRun;
import dev.easel.framework.proto.Landmark;
import dev.easel.framework.proto.LandmarkList;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SplitCalculatorTest {
  @Test
  void sendsRanges() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" output_stream: "b" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 2 } ranges { begin: 1 end: 3 } } } }
            """)
            .observe("a", "b")
            .packet("v", 1, List.of(1f, 2f, 3f))
            .done();
    assertThat(out.good("a")).containsExactly("1=[1.0, 2.0]");
    assertThat(out.good("b")).containsExactly("1=[2.0, 3.0]");
  }

  @Test
  void sendsElementsOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" output_stream: "b" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 1 } ranges { begin: 2 end: 3 } element_only: true } } }
            """)
            .observe("a", "b")
            .packet("v", 1, List.of(1f, 2f, 3f))
            .done();
    assertThat(out.good("a")).containsExactly("1=1.0");
    assertThat(out.good("b")).containsExactly("1=3.0");
  }

  @Test
  void combinesRangesOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 2 end: 3 } ranges { begin: 0 end: 1 } combine_outputs: true } } }
            """)
            .observe("a")
            .packet("v", 1, List.of(1f, 2f, 3f))
            .done();
    assertThat(out.good("a")).containsExactly("1=[3.0, 1.0]");
  }

  @Test
  void combinesEmptyRanges() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 1 end: 1 } ranges { begin: 2 end: 3 } combine_outputs: true } } }
            """)
            .observe("a")
            .packet("v", 1, List.of(1f, 2f, 3f))
            .done();
    assertThat(out.good("a")).containsExactly("1=[3.0]");
  }

  @Test
  void splitsMessages() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "SplitLandmarkListCalculator" input_stream: "v" output_stream: "a" output_stream: "b" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 1 } ranges { begin: 1 end: 2 } } } }
            """)
            .observe("a", "b")
            .packet(
                "v",
                1,
                LandmarkList.newBuilder()
                    .addLandmark(Landmark.newBuilder().setX(1))
                    .addLandmark(Landmark.newBuilder().setX(2))
                    .build())
            .done();
    assertThat(out.good("a").get(0)).contains("x: 1.0");
    assertThat(out.good("b").get(0)).contains("x: 2.0");
  }

  @Test
  void failsOnAListThatIsTooShort() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 4 } } } }
            """)
            .observe("a")
            .packet("v", 1, List.of(1f, 2f, 3f))
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("Max range end 4 exceeds list size 3");
  }

  @Test
  void rejectsABackwardRange() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 2 end: 1 } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("begin index should be less than the end index");
  }

  @Test
  void rejectsLongRangesForElements() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 2 } element_only: true } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("all ranges should be of size 1");
  }

  @Test
  void rejectsAWrongNumberOfOutputs() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" output_stream: "b" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 2 } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("number of output streams should match");
  }

  @Test
  void rejectsOverlapInOneVector() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node { calculator: "SplitFloatVectorCalculator" input_stream: "v" output_stream: "a" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 2 } ranges { begin: 1 end: 3 } combine_outputs: true } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("non-overlapping");
  }

  @Test
  void rejectsOverlapInOneMessage() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node { calculator: "SplitLandmarkListCalculator" input_stream: "v" output_stream: "a" options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 2 } ranges { begin: 1 end: 3 } combine_outputs: true } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("non-overlapping");
  }

  @Test
  void isRegisteredForEveryType() {
    assertThat(CalculatorRegistry.standard().calculatorNames())
        .contains(
            "SplitFloatVectorCalculator",
            "SplitUint64tVectorCalculator",
            "SplitLandmarkVectorCalculator",
            "SplitNormalizedLandmarkListVectorCalculator",
            "SplitNormalizedRectVectorCalculator",
            "SplitMatrixVectorCalculator",
            "SplitDetectionVectorCalculator",
            "SplitClassificationListVectorCalculator",
            "SplitAffineMatrixVectorCalculator",
            "SplitLandmarkListCalculator",
            "SplitNormalizedLandmarkListCalculator",
            "SplitJointListCalculator");
  }
}
