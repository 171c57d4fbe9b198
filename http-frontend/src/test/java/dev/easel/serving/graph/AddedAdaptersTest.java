package dev.easel.serving.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ServableEntry.Adapter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Adapters that are written into a graph's text. */
class AddedAdaptersTest {
  private static final List<Adapter> ONE =
      List.of(new Adapter("style", Path.of("/a \"quoted\".safetensors")));

  private static String with(String text) {
    return new GraphSource("graph.pbtxt", Optional.empty(), Path.of("/"), text).with(ONE).text();
  }

  @Test
  void standInTheOptionsOnTheSameLine() {
    String begin =
        """
        # [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: {
        node { name: "mediapipe.ImageGenCalculatorOptions] {" # {
          node_options: { [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: {""";
    String end = " models_path: \"./\" } }\n}\n";
    assertThat(with(begin + end))
        .isEqualTo(
            begin
                + " lora_adapters { alias: \"style\" path: \"/a \\\"quoted\\\".safetensors\" }"
                + end);
  }

  @Test
  void areRefusedWhereItIsNotClearWhoseTheyAre() {
    String node = "node_options { [type.googleapis.com/mediapipe.ImageGenCalculatorOptions] { } }";
    for (String text : List.of("", "node { }", node + "\n" + node)) {
      assertThatThrownBy(() -> with(text))
          .isInstanceOf(StatusException.class)
          .hasMessageContaining("of a graph's only generating node; this graph has");
    }
  }
}
