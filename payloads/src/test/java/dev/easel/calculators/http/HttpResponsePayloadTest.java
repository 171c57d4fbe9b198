package dev.easel.calculators.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponsePayloadTest {

  private static HttpResponsePayload with(String name, String value) {
    return new HttpResponsePayload(200, Map.of(name, value), List.of(), false);
  }

  @Test
  void takesWhatAHeaderMayHold() {
    assertThat(with("x-note", "caf\u00e9,\ta b").header("X-Note")).isEqualTo("caf\u00e9,\ta b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nset-cookie: b", "a\nb", "a\rb", "a\0b", "a\u007fb", "\u20ac"})
  void refusesAValueThatWouldBreakTheHead(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("x-note", value))
        .withMessageContaining("x-note")
        .withMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x note", "x:note", "x-n\u00f6te", "x\r\ny", "X-Note"})
  void refusesWhatIsNoName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(name, "a"))
        .withMessageContaining("header name");
  }
}
