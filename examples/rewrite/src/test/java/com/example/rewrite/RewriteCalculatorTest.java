package com.example.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.easel.testing.ServableAnswer;
import dev.easel.testing.ServableRunner;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RewriteCalculatorTest {

  @Test
  void addsTheStyleAndTellsThePromptThatWasUsed() {
    try (ServableRunner servables = ServableRunner.open(Path.of("config.json"))) {
      ServableAnswer answer = servables.generation("a red circle").size(64, 64).send().good();
      assertEquals(
          "a red circle, in the style of a stamp",
          answer.json().at("/data/0/revised_prompt").asText());
    }
  }

  @Test
  void refusesAPromptThatHasAStyle() {
    try (ServableRunner servables = ServableRunner.open(Path.of("config.json"))) {
      ServableAnswer refused = servables.generation("a cat in the style of a woodcut").send();
      assertEquals(400, refused.status());
      assertEquals("prompt", refused.error().path("param").asText());
    }
  }
}
