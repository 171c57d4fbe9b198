package com.example.invert;

import dev.easel.framework.testing.GraphRunner;
import dev.easel.picture.RgbImages;
import dev.easel.testing.PictureAssert;
import dev.easel.testing.TestPictures;
import org.junit.jupiter.api.Test;

class InvertImagesCalculatorTest {

  @Test
  void turnsEveryValueAround() {
    RgbImages inverted =
        GraphRunner.ofNode(
                "InvertImagesCalculator",
                "input_stream: \"IMAGES:in\"",
                "output_stream: \"IMAGES:out\"")
            .feed("in", 0, TestPictures.plain(4, 4, 0x00f0ff))
            .observe("out")
            .run()
            .good()
            .values("out", RgbImages.class)
            .get(0);
    PictureAssert.assertSame(TestPictures.plain(4, 4, 0xff0f00), inverted, 0);
  }
}
