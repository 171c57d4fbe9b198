package dev.easel.framework.core.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.proto.Classification;
import dev.easel.framework.proto.ClassificationList;
import dev.easel.framework.status.StatusCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GetVectorItemCalculatorTest {
  @Test
  void takesTheItemOfTheOption() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v"  output_stream: "ITEM:o" options { [mediapipe.GetVectorItemCalculatorOptions.ext] { item_index: 1 } } }
            """)
            .observe("o")
            .packet(
                "v",
                1,
                List.of(
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(1))
                        .build(),
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(2))
                        .build()))
            .done();
    assertThat(out.good("o").get(0)).startsWith("1=").contains("index: 2");
  }

  @Test
  void takesTheItemOfTheIndexStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            input_stream: "n"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v" input_stream: "INDEX:n" output_stream: "ITEM:o" options { [mediapipe.GetVectorItemCalculatorOptions.ext] { item_index: 1 } } }
            """)
            .observe("o")
            .packet("n", 1, 0)
            .packet(
                "v",
                1,
                List.of(
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(1))
                        .build(),
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(2))
                        .build()))
            .done();
    assertThat(out.good("o").get(0)).startsWith("1=").contains("index: 1");
  }

  @Test
  void takesALongIndex() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            input_stream: "n"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v" input_stream: "INDEX:n" output_stream: "ITEM:o"  }
            """)
            .observe("o")
            .packet("n", 1, 1L)
            .packet(
                "v",
                1,
                List.of(
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(1))
                        .build(),
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(2))
                        .build()))
            .done();
    assertThat(out.good("o").get(0)).startsWith("1=").contains("index: 2");
  }

  @Test
  void sendsNothingWithoutAnIndex() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            input_stream: "n"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v" input_stream: "INDEX:n" output_stream: "ITEM:o"  }
            """)
            .observe("o")
            .bound("n", 2)
            .packet(
                "v",
                1,
                List.of(
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(1))
                        .build(),
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(2))
                        .build()))
            .done();
    assertThat(out.good("o")).isEmpty();
  }

  @Test
  void failsOnAnIndexPastTheEnd() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v"  output_stream: "ITEM:o" options { [mediapipe.GetVectorItemCalculatorOptions.ext] { item_index: 2 } } }
            """)
            .observe("o")
            .packet(
                "v",
                1,
                List.of(
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(1))
                        .build(),
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(2))
                        .build()))
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("the index is 2, but VECTOR holds 2");
  }

  @Test
  void sendsNothingPastTheEndOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v"  output_stream: "ITEM:o" options { [mediapipe.GetVectorItemCalculatorOptions.ext] { item_index: 2 output_empty_on_oob: true } } }
            """)
            .observe("o")
            .packet(
                "v",
                1,
                List.of(
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(1))
                        .build(),
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(2))
                        .build()))
            .done();
    assertThat(out.good("o")).isEmpty();
  }

  @Test
  void failsOnANegativeIndex() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v"  output_stream: "ITEM:o" options { [mediapipe.GetVectorItemCalculatorOptions.ext] { item_index: -1 output_empty_on_oob: true } } }
            """)
            .observe("o")
            .packet(
                "v",
                1,
                List.of(
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(1))
                        .build(),
                    ClassificationList.newBuilder()
                        .addClassification(Classification.newBuilder().setIndex(2))
                        .build()))
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void failsWithoutAnyIndex() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "GetClassificationListVectorItemCalculator" input_stream: "VECTOR:v"  output_stream: "ITEM:o"  }
            """)
            .observe("o")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("item_index");
  }
}
