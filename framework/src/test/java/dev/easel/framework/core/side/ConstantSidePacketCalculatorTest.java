package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.proto.Classification;
import dev.easel.framework.proto.ClassificationList;
import dev.easel.framework.proto.Landmark;
import dev.easel.framework.proto.LandmarkList;
import dev.easel.framework.proto.MatrixData;
import dev.easel.framework.proto.TimeSeriesHeader;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConstantSidePacketCalculatorTest {
  @Test
  void makesEachTypeOfValue() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:0:a" output_side_packet: "PACKET:1:b" output_side_packet: "PACKET:2:c" output_side_packet: "PACKET:3:d" output_side_packet: "PACKET:4:e" output_side_packet: "PACKET:5:f" output_side_packet: "PACKET:6:g" output_side_packet: "PACKET:7:h" output_side_packet: "PACKET:8:i" output_side_packet: "PACKET:9:j" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 256 } packet { float_value: 0.5 } packet { bool_value: false } packet { string_value: "str" } packet { uint64_value: 5 } packet { int64_value: -5 } packet { double_value: 2.5 } packet { string_vector_value { string_value: "x" string_value: "y" } } packet { float_vector_value { float_value: 1 } } packet { int_vector_value { int_value: 7 int_value: 8 } } } } }
            """)
            .done("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    assertThat(out.sidePackets()).containsEntry("a", 256);
    assertThat(out.sidePackets()).containsEntry("b", 0.5f);
    assertThat(out.sidePackets()).containsEntry("c", false);
    assertThat(out.sidePackets()).containsEntry("d", "str");
    assertThat(out.sidePackets()).containsEntry("e", 5L);
    assertThat(out.sidePackets()).containsEntry("f", -5L);
    assertThat(out.sidePackets()).containsEntry("g", 2.5);
    assertThat(out.sidePackets()).containsEntry("h", List.of("x", "y"));
    assertThat(out.sidePackets()).containsEntry("i", List.of(1f));
    assertThat(out.sidePackets()).containsEntry("j", List.of(7, 8));
  }

  @Test
  void makesMessages() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:0:a" output_side_packet: "PACKET:1:b" output_side_packet: "PACKET:2:c" output_side_packet: "PACKET:3:d" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { classification_list_value { classification { index: 1 } } } packet { landmark_list_value { landmark { x: 1 } } } packet { time_series_header_value { sample_rate: 8000 } } packet { matrix_data_value { rows: 1 } } } } }
            """)
            .done("a", "b", "c", "d");
    assertThat(out.sidePackets())
        .containsEntry(
            "a",
            ClassificationList.newBuilder()
                .addClassification(Classification.newBuilder().setIndex(1))
                .build());
    assertThat(out.sidePackets())
        .containsEntry(
            "b", LandmarkList.newBuilder().addLandmark(Landmark.newBuilder().setX(1)).build());
    assertThat(out.sidePackets())
        .containsEntry("c", TimeSeriesHeader.newBuilder().setSampleRate(8000).build());
    assertThat(out.sidePackets()).containsEntry("d", MatrixData.newBuilder().setRows(1).build());
  }

  @Test
  void feedsOtherNodes() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SidePacketToStreamCalculator" input_side_packet: "n" output_stream: "AT_ZERO:o" }
            node { calculator: "StringToIntCalculator" input_side_packet: "a" output_side_packet: "n" }
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:0:a" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { string_value: "42" } } } }
            """)
            .observe("o")
            .done("n");
    assertThat(out.good("o")).containsExactly("0=42");
    assertThat(out.sidePackets()).containsEntry("n", 42);
  }

  @Test
  void leavesOutputsOfOtherTagsAlone() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:0:a" output_side_packet: "untagged" output_side_packet: "PACKET:1:b" output_side_packet: "OTHER:c" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 256 } packet { float_value: 0.5 } } } }
            """)
            .done("a", "b");
    assertThat(out.sidePackets()).containsEntry("a", 256);
    assertThat(out.sidePackets()).containsEntry("b", 0.5f);
  }

  @Test
  void rejectsFewerValuesThanOutputs() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:0:a" output_side_packet: "PACKET:1:b" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 1 } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void rejectsMoreValuesThanOutputs() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:0:a" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { int_value: 1 } packet { int_value: 2 } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal)
        .hasMessageContaining("Number of output side packets has to be same as number of packets");
  }

  @Test
  void rejectsAPacketWithoutValue() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "ConstantSidePacketCalculator" output_side_packet: "PACKET:0:a" options { [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet {  } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("None of supported values");
  }
}
