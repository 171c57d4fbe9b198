package com.example.watermark;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.picture.RgbImages;
import dev.easel.testing.PictureAssert;
import dev.easel.testing.ServableRunner;
import dev.easel.testing.TestPictures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WatermarkCalculatorTest {
  private static GraphRunner node(String options) {
    return GraphRunner.ofNode(
        "WatermarkCalculator",
        "input_stream: \"IMAGES:in\"",
        "output_stream: \"IMAGES:out\"",
        "node_options { [type.googleapis.com/com.example.watermark.WatermarkOptions] { "
            + options
            + " } }");
  }

  @Test
  void writesIntoTheCornerAndNowhereElse() {
    RgbImages grey = TestPictures.plain(40, 24, 0x808080);
    RgbImages marked =
        node("text: \"H.\" corner: TOP_LEFT scale: 2 opacity: 1")
            .feed("in", 0, grey)
            .observe("out")
            .run()
            .good()
            .values("out", RgbImages.class)
            .get(0);
    PictureAssert.assertColour(marked, 2, 2, 0xffffff, 0); // the H's left stroke
    PictureAssert.assertColour(marked, 4, 4, 0x000000, 0); // its edge
    PictureAssert.assertColour(marked, 1, 1, 0x808080, 0);
    PictureAssert.assertColour(marked, 39, 23, 0x808080, 0);
    PictureAssert.assertColour(grey, 2, 2, 0x808080, 0); // what came in is as it was
  }

  @Test
  void refusesATextThatItCannotWrite() {
    GraphRunner wrong = node("text: \"easel\"");
    GraphConfigException refused = assertThrows(GraphConfigException.class, wrong::run);
    assertTrue(refused.getMessage().contains("text is \"easel\""), refused.getMessage());
  }

  /** As it is served, but for the model, which is simulated. */
  @Test
  void marksWhatIsServed() {
    try (ServableRunner servables = ServableRunner.simulated(Path.of("config.json"))) {
      RgbImages picture =
          servables.generation("a red circle").size(256, 256).seed(7).send().good().picture();
      PictureAssert.assertSame(Path.of("src/test/resources/served.png"), picture, 0);
    }
  }
}
