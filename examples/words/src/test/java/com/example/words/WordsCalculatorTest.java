package com.example.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.easel.testing.AnswerEvent;
import dev.easel.testing.ServableAnswer;
import dev.easel.testing.ServableRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsCalculatorTest {
  private static ServableAnswer answer(String text) {
    try (ServableRunner servables = ServableRunner.open(Path.of("config.json"))) {
      return servables
          .request("/v3/words")
          .body("text/plain", text.getBytes(StandardCharsets.UTF_8))
          .send();
    }
  }

  @Test
  void sendsTheWordsFromTheLastToTheFirst() {
    assertEquals(
        List.of("three", "two", "one"),
        answer("one two three").good().events().stream().map(AnswerEvent::data).toList());
  }

  @Test
  void refusesAnEmptyText() {
    ServableAnswer refused = answer(" ");
    assertEquals(400, refused.status());
    assertEquals("body", refused.error().path("param").asText());
  }
}
