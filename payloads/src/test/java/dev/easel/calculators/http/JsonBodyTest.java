package dev.easel.calculators.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\": \"tiny\"}",
        "{\"images\": [{\"model\": \"inner\"}], \"model\": \"tiny\", \"model\": \"second\"}",
        "{\"model\": \"tiny\", this is for the graph to judge"
      })
  void findsTheModelOfTheOutermostObject(String body) {
    assertThat(JsonBody.read(bytes(body)).model()).contains("tiny");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"model\": null}", "{\"model\": \"\"}", "{\"a\": {\"model\": 1}}"})
  void findsNone(String body) {
    assertThat(JsonBody.read(bytes(body)).model()).isEmpty();
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
    assertThatThrownBy(() -> JsonBody.read(bytes(body)).model())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void saysWhereTheJsonBreaks() {
    assertThatThrownBy(() -> JsonBody.read(bytes("{\n  \"a\": 1,\n  oops\n}")).model())
        .hasMessageContaining("line 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "\"x\"", "null", "1"})
  void refusesWhatIsNoObject(String body) {
    assertThatThrownBy(() -> JsonBody.read(bytes(body)).model())
        .hasMessageContaining("must be an object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[\"tiny\"]", "true", "{}"})
  void refusesAModelThatIsNoText(String model) {
    assertThatThrownBy(() -> JsonBody.read(bytes("{\"model\": " + model + "}")).model())
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.param()).contains("model"));
  }

  @Test
  void refusesNestingThatWouldTakeTheStack() {
    assertThatThrownBy(() -> JsonBody.read(bytes("{\"a\":" + "[".repeat(100_000))).model())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void keepsEveryValueAndWhereItLies() {
    String text = "x".repeat(5000);
    JsonBody body =
        JsonBody.read(
            bytes(
                "{\"n\" : 2 , \"a\":[1, {\"b\":\"]\\\"\"}], \"long\":\""
                    + text
                    + "\\n\", \"f\":-1.5e3}"));
    assertThat(body.mistake()).isEmpty();
    assertThat(body.names()).containsExactly("n", "a", "long", "f");
    assertThat(body.value("n").orElseThrow().intValue()).isEqualTo(2);
    assertThat(body.value("a").orElseThrow().at("/1/b").asText()).isEqualTo("]\"");
    assertThat(body.value("long").orElseThrow().textValue()).isEqualTo(text + "\n");
    assertThat(body.value("f").orElseThrow().floatValue()).isEqualTo(-1500f);
    assertThat(raw(body, "a")).isEqualTo("[1, {\"b\":\"]\\\"\"}]");
    assertThat(raw(body, "long")).hasSize(5004).startsWith("\"x").endsWith("\\n\"");
  }

  @Test
  void readsABodyThatHasNoArrayAlike() {
    ByteBuffer direct = ByteBuffer.allocateDirect(64).put(bytes(" {\"a\":[1,2],\"b\":\"ö\"}"));
    JsonBody body = JsonBody.read(direct.flip());
    assertThat(raw(body, "a")).isEqualTo("[1,2]");
    assertThat(body.value("b").orElseThrow().textValue()).isEqualTo("ö");
  }

  @Test
  void buildsNothingOfWhatIsTooLarge() {
    String large = "[" + "{},".repeat(100_000) + "{}]";
    JsonBody body = JsonBody.read(bytes("{\"model\": " + large + ", \"n\": " + large + "}"));
    assertThat(body.mistake()).isEmpty();
    assertThatThrownBy(body::model).hasMessageContaining("model: must be a string");
    assertThatThrownBy(() -> body.value("n")).hasMessageContaining("at most 65536 are read");
  }

  @Test
  void readsNoTextOfABooksLength() {
    JsonBody body = JsonBody.read(bytes("{\"user\": \"" + "u".repeat(2 << 20) + "\"}"));
    assertThatThrownBy(() -> body.value("user")).hasMessageContaining("at most 1048576 are read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s]", "\"%s\""})
  void endsWithinAValueThatNobodyWaitsForAnyMore(String value) {
    ByteBuffer body = bytes("{\"a\": " + value.formatted("1,".repeat(200_000) + "1") + "}");
    IllegalStateException gone = new IllegalStateException("gone");
    assertThatThrownBy(
            () ->
                JsonBody.read(
                    body,
                    () -> {
                      throw gone;
                    }))
        .isSameAs(gone);
  }

  @Test
  void whatNobodyAsksForCostsNothing() {
    ByteBuffer body = bytes("{\"user\": [" + "{},".repeat(5_000_000) + "{}], \"n\": 1}");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    JsonBody read = JsonBody.read(body);
    assertThat(read.names()).containsExactly("user", "n");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-16", "UTF-32"})
  void refusesOtherEncodings(String encoding) throws Exception {
    byte[] text = "{\"model\":{}}".getBytes(encoding);
    assertThat(JsonBody.read(ByteBuffer.wrap(text)).mistake().orElseThrow())
        .hasMessageContaining("not UTF-8");
    assertThat(JsonBody.read(ByteBuffer.wrap(new byte[] {0, 0, -1, -2, 0})).mistake()).isPresent();
  }

  @Test
  void refusesLongNames() {
    JsonBody body = JsonBody.read(bytes("{\"" + "n".repeat(300) + "\": 1}"));
    assertThat(body.mistake().orElseThrow()).hasMessageContaining("Name length");
  }

  @Test
  void keepsNoMoreFieldsThanAnybodyNeeds() {
    StringBuilder text = new StringBuilder("{\"model\":\"tiny\"");
    for (int i = 0; i < 100_000; i++) {
      text.append(",\"f").append(i).append("\":1");
    }
    JsonBody body = JsonBody.read(bytes(text.append("}").toString()));
    assertThat(body.model()).contains("tiny");
    assertThat(body.names()).hasSize(1000);
    assertThat(body.mistake().orElseThrow()).hasMessageContaining("more than 1000 fields");
  }

  private static String raw(JsonBody body, String name) {
    return StandardCharsets.UTF_8.decode(body.raw(name).orElseThrow()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
