package dev.easel.framework.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.proto.Detection;
import dev.easel.framework.proto.LocationData.RelativeKeypoint;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;

/** A message with many kinds of fields stands for the options of a graph and of its node. */
class GraphOptionsTest {
  private final CalculatorRegistry registry =
      CalculatorRegistry.standardBuilder(getClass().getClassLoader())
          .options(Detection.getDefaultInstance())
          .build();

  private GraphDescription load(String optionValue, String graphOptions, String nodeOptions) {
    String text =
        """
        input_stream: "in"
        graph_options { [type.googleapis.com/mediapipe.Detection] { %s } }
        node {
          calculator: "PassThroughCalculator"
          input_stream: "in"
          output_stream: "out"
          option_value: "%s"
          node_options { [type.googleapis.com/mediapipe.Detection] { %s } }
        }
        """
            .formatted(graphOptions, optionValue, nodeOptions);
    return GraphDescription.parse(text, "g.pbtxt", registry);
  }

  private Detection merged(String optionValue, String graphOptions, String nodeOptions)
      throws InvalidProtocolBufferException {
    return load(optionValue, graphOptions, nodeOptions)
        .config()
        .getNode(0)
        .getNodeOptions(0)
        .unpack(Detection.class);
  }

  private GraphConfigException refusal(
      String optionValue, String graphOptions, String nodeOptions) {
    return catchThrowableOfType(
        GraphConfigException.class, () -> load(optionValue, graphOptions, nodeOptions));
  }

  @Test
  void oneValueReplacesAWholeRepeatedField() throws InvalidProtocolBufferException {
    Detection options =
        merged(
            "label_id:options/associated_detections/id",
            "associated_detections { id: 8 }",
            "label_id: [33, 44]");
    assertThat(options.getLabelIdList()).containsExactly(8);
  }

  @Test
  void aListReplacesAWholeRepeatedField() throws InvalidProtocolBufferException {
    Detection options =
        merged("label_id:options/label_id", "label_id: [1, 2]", "label_id: [33, 44, 55]");
    assertThat(options.getLabelIdList()).containsExactly(1, 2);
  }

  @Test
  void aListReplacesOneElement() throws InvalidProtocolBufferException {
    Detection options =
        merged("label_id/1:options/label_id", "label_id: [55, 66]", "label_id: [33, 44, 77]");
    assertThat(options.getLabelIdList()).containsExactly(33, 55, 66, 77);
  }

  @Test
  void oneElementReplacesOneElement() throws InvalidProtocolBufferException {
    Detection options =
        merged("label_id/0:options/label_id/1", "label_id: [55, 66]", "label_id: [33, 44]");
    assertThat(options.getLabelIdList()).containsExactly(66, 44);
  }

  @Test
  void anEmptyListTakesOneElementAway() throws InvalidProtocolBufferException {
    Detection options = merged("label_id/0:options/label_id", "", "label_id: [33, 44]");
    assertThat(options.getLabelIdList()).containsExactly(44);
  }

  @Test
  void aValueThatIsNotSetTakesTheNodesOwnAway() throws InvalidProtocolBufferException {
    assertThat(merged("label_id:options/label_id", "", "label_id: [33, 44]").getLabelIdList())
        .isEmpty();
    assertThat(merged("detection_id:options/detection_id", "", "detection_id: 3").hasDetectionId())
        .isFalse();
  }

  @Test
  void anIndexThatIsNotThereIsOutOfRange() {
    GraphConfigException target =
        refusal("label_id/1:options/label_id", "label_id: [55, 66]", "label_id: [33]");
    assertThat(target.code()).isEqualTo(StatusCode.OUT_OF_RANGE);
    assertThat(target).hasMessageContaining("Missing field value: label_id at index: 1");
    GraphConfigException source =
        refusal("label_id:options/label_id/2", "label_id: [55, 66]", "label_id: [33]");
    assertThat(source.code()).isEqualTo(StatusCode.OUT_OF_RANGE);
    assertThat(source).hasMessageContaining("Missing field value: label_id at index: 2");
  }

  @Test
  void aMessageOnTheWayMustBeThere() {
    GraphConfigException target =
        refusal("location_data/mask/width:options/label_id/0", "label_id: 8", "");
    assertThat(target.code()).isEqualTo(StatusCode.OUT_OF_RANGE);
    assertThat(target).hasMessageContaining("Missing field value: location_data at index: 0");
  }

  @Test
  void theLastOfSeveralValuesStaysInASingleField() throws InvalidProtocolBufferException {
    Detection options = merged("track_id:options/label", "label: ['a', 'b']", "track_id: 'c'");
    assertThat(options.getTrackId()).isEqualTo("b");
  }

  @Test
  void messagesAreMergedOneByOneAndTheRestIsReplaced() throws InvalidProtocolBufferException {
    String path = "location_data/relative_keypoints";
    Detection options =
        merged(
            path + ":options/" + path,
            "location_data { format: BOUNDING_BOX relative_keypoints { x: 1 } }",
            """
            location_data {
              format: BOUNDING_BOX
              relative_keypoints { x: 5 keypoint_label: "eye" }
              relative_keypoints { x: 6 keypoint_label: "ear" }
            }
            """);
    assertThat(options.getLocationData().getRelativeKeypointsList())
        .containsExactly(RelativeKeypoint.newBuilder().setX(1).setKeypointLabel("eye").build());
  }
}
