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
class ConcatenateCalculatorTest {
  @Test
  void mixesVectorsAndElements() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ConcatenateInt32VectorCalculator" input_stream: "a" input_stream: "b" output_stream: "o"  }
            """)
            .observe("o")
            .packet("a", 1, List.of(1, 2))
            .packet("b", 1, 7)
            .packet("a", 2, 5)
            .bound("b", 3)
            .done();
    assertThat(out.good("o")).containsExactly("1=[1, 2, 7]", "2=[5]");
  }

  @Test
  void waitsForAllOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ConcatenateFloatVectorCalculator" input_stream: "a" input_stream: "b" output_stream: "o" options { [mediapipe.ConcatenateVectorCalculatorOptions.ext] { only_emit_if_all_present: true } } }
            """)
            .observe("o")
            .packet("a", 1, List.of(1f))
            .packet("b", 1, List.of(2f))
            .packet("a", 2, List.of(3f))
            .done();
    assertThat(out.good("o")).containsExactly("1=[1.0, 2.0]");
  }

  @Test
  void joinsMessages() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ConcatenateLandmarkListCalculator" input_stream: "a" input_stream: "b" output_stream: "o"  }
            """)
            .observe("o")
            .packet(
                "a",
                1,
                LandmarkList.newBuilder().addLandmark(Landmark.newBuilder().setX(1)).build())
            .packet(
                "b",
                1,
                LandmarkList.newBuilder().addLandmark(Landmark.newBuilder().setX(2)).build())
            .done();
    assertThat(out.good("o").toString()).containsSubsequence("x: 1.0", "x: 2.0");
  }

  @Test
  void rejectsNoInput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "ConcatenateFloatVectorCalculator" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void refusesElementsOfAnotherType() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ConcatenateFloatVectorCalculator" input_stream: "a" input_stream: "b" output_stream: "o"  }
            """)
            .packet("a", 1, "text")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void isRegisteredForEveryType() {
    assertThat(CalculatorRegistry.standard().calculatorNames())
        .contains(
            "ConcatenateFloatVectorCalculator",
            "ConcatenateInt32VectorCalculator",
            "ConcatenateUInt64VectorCalculator",
            "ConcatenateBoolVectorCalculator",
            "ConcatenateStringVectorCalculator",
            "ConcatenateLandmarkVectorCalculator",
            "ConcatenateLandmarkListVectorCalculator",
            "ConcatenateNormalizedLandmarkListVectorCalculator",
            "ConcatenateClassificationListVectorCalculator",
            "ConcatenateDetectionVectorCalculator",
            "ConcatenateLandmarkListCalculator",
            "ConcatenateNormalizedLandmarkListCalculator",
            "ConcatenateClassificationListCalculator",
            "ConcatenateJointListCalculator");
  }
}
