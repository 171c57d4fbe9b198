package com.example.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.easel.framework.testing.GraphRunner;
import dev.easel.picture.RgbImages;
import dev.easel.testing.PictureAssert;
import dev.easel.testing.ServableRunner;
import dev.easel.testing.TestPictures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SideBySideCalculatorTest {

  /** Whichever branch is ready first, in every order that threads may take. */
  @Test
  void keepsTheOrderOfItsInputs() {
    GraphRunner.ofNode(
            "SideBySideCalculator",
            "input_stream: \"IMAGES:0:left\"",
            "input_stream: \"IMAGES:1:right\"",
            "output_stream: \"IMAGES:both\"")
        .feed("right", 0, TestPictures.plain(4, 2, 0x0000ff))
        .feed("left", 0, TestPictures.plain(2, 2, 0xff0000))
        .observe("both")
        .orders(
            100,
            outcome -> {
              RgbImages both = outcome.good().values("both", RgbImages.class).get(0);
              assertEquals(6, both.width());
              PictureAssert.assertColour(both, 1, 1, 0xff0000, 0);
              PictureAssert.assertColour(both, 2, 1, 0x0000ff, 0);
            });
  }

  @Test
  void showsBothPictures() {
    try (ServableRunner servables = ServableRunner.simulated(Path.of("config.json"))) {
      RgbImages both =
          servables.generation("a red circle").size(64, 64).seed(7).send().good().picture();
      assertEquals(128, both.width());
      assertEquals(64, both.height());
    }
  }
}
