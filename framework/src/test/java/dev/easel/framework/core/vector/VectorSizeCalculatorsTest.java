package dev.easel.framework.core.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.proto.ClassificationList;
import dev.easel.framework.proto.Detection;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VectorSizeCalculatorsTest {
  @Test
  void listIndices() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "IntVectorIndicesCalculator" input_stream: "VECTOR:v" output_stream: "INDICES:i" }
            """)
            .observe("i")
            .packet("v", 1, List.of(9, 8, 7))
            .packet("v", 2, List.of())
            .done();
    assertThat(out.good("i")).containsExactly("1=[0, 1, 2]", "2=[]");
  }

  @Test
  void countElements() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "ClassificationListVectorSizeCalculator" input_stream: "VECTOR:v" output_stream: "SIZE:n" }
            """)
            .observe("n")
            .packet("v", 1, List.of(ClassificationList.getDefaultInstance()))
            .done();
    assertThat(out.good("n")).containsExactly("1=1");
  }

  @Test
  void clipVectors() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "ClipDetectionVectorSizeCalculator" input_stream: "v" output_stream: "o" }
            node { calculator: "ClipDetectionVectorSizeCalculator" input_stream: "v" output_stream: "p" input_side_packet: "n" }
            """)
            .observe("o", "p")
            .side("n", 2)
            .packet(
                "v",
                1,
                List.of(
                    Detection.newBuilder().setDetectionId(1).build(),
                    Detection.newBuilder().setDetectionId(2).build(),
                    Detection.newBuilder().setDetectionId(3).build()))
            .done();
    assertThat(out.good("o").get(0)).contains("detection_id: 1").doesNotContain("detection_id: 2");
    assertThat(out.good("p").get(0)).contains("detection_id: 2").doesNotContain("detection_id: 3");
  }

  @Test
  void rejectClippingToNothing() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node { calculator: "ClipDetectionVectorSizeCalculator" input_stream: "v" output_stream: "o" options { [mediapipe.ClipVectorSizeCalculatorOptions.ext] { max_vec_size: 0 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("max_vec_size should be greater");
  }

  @Test
  void failOnClippingToNothingBySidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "ClipDetectionVectorSizeCalculator" input_stream: "v" output_stream: "o" input_side_packet: "n" }
            """)
            .side("n", 0)
            .packet("v", 1, List.of())
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("max_vec_size");
  }

  @Test
  void mergeElementsIntoAVector() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "MergeDetectionsToVectorCalculator" input_stream: "a" input_stream: "b" output_stream: "o" }
            node { calculator: "ConcatenateDetectionVectorCalculator" input_stream: "o" output_stream: "p" }
            """)
            .observe("p")
            .packet("a", 1, Detection.newBuilder().setDetectionId(1).build())
            .packet("b", 1, Detection.newBuilder().setDetectionId(2).build())
            .packet("b", 2, Detection.newBuilder().setDetectionId(3).build())
            .done();
    assertThat(out.good("p")).hasSize(2);
    assertThat(out.good("p").get(0)).containsSubsequence("detection_id: 1", "detection_id: 2");
  }
}
