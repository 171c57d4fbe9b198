package com.example.twostage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.easel.picture.RgbImages;
import dev.easel.testing.AnswerEvent;
import dev.easel.testing.PictureAssert;
import dev.easel.testing.ServableAnswer;
import dev.easel.testing.ServableRequest;
import dev.easel.testing.ServableRunner;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The graph as it is served, but for the model, which is simulated. */
class TwoStageTest {

  @Test
  void aStreamShowsTheSecondStageAndEndsWithTheSamePicture() {
    try (ServableRunner servables = ServableRunner.simulated(Path.of("config.json"))) {
      ServableRequest request = servables.generation("a red circle").size(64, 64).seed(7);
      RgbImages whole = request.send().good().picture();
      ServableAnswer streamed =
          request.field("stream", true).field("progress", true).send().good();
      PictureAssert.assertSame(whole, streamed.picture(), 0);
      List<Integer> steps =
          streamed.events().stream()
              .filter(event -> event.name().endsWith(".progress"))
              .map(AnswerEvent::json)
              .map(event -> event.path("steps").asInt())
              .distinct()
              .toList();
      assertTrue(steps.size() <= 2, steps.toString());
    }
  }

  @Test
  void anEditGoesThroughBothStages() {
    try (ServableRunner servables = ServableRunner.simulated(Path.of("config.json"))) {
      RgbImages source = servables.generation("a red circle").size(64, 64).send().good().picture();
      RgbImages edited = servables.edit("a star", source).size(64, 64).seed(7).send().good().picture();
      assertEquals(64, edited.width());
    }
  }
}
