package dev.easel.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.payload.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFieldTest {

  private final ModelField field = new ModelField();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\": \"tiny\"}",
        "{\"images\": [{\"model\": \"inner\"}], \"model\": \"tiny\", \"model\": \"second\"}",
        "{\"model\": \"tiny\", this is for the graph to judge"
      })
  void findsTheModelOfTheOutermostObject(String body) {
    assertThat(field.find(bytes(body))).contains("tiny");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"model\": null}", "{\"model\": \"\"}", "{\"a\": {\"model\": 1}}"})
  void findsNone(String body) {
    assertThat(field.find(bytes(body))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{'model':'tiny'}",
        "{\"a\":1,}",
        "\ufeff{}",
        "{\"a\":Infinity}",
        "{"
      })
  void refusesWhatIsNoJson(String body) {
    assertThatThrownBy(() -> field.find(bytes(body)))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void saysWhereTheJsonBreaks() {
    assertThatThrownBy(() -> field.find(bytes("{\n  \"a\": 1,\n  oops\n}")))
        .hasMessageContaining("line 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "\"x\"", "null", "1"})
  void refusesWhatIsNoObject(String body) {
    assertThatThrownBy(() -> field.find(bytes(body))).hasMessageContaining("must be an object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[\"tiny\"]", "true", "{}"})
  void refusesAModelThatIsNoText(String model) {
    assertThatThrownBy(() -> field.find(bytes("{\"model\": " + model + "}")))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.param()).contains("model"));
  }

  @Test
  void refusesNestingThatWouldTakeTheStack() {
    assertThatThrownBy(() -> field.find(bytes("{\"a\":" + "[".repeat(100_000))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("nesting depth");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
