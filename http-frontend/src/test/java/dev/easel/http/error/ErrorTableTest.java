package dev.easel.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorTableTest {
  private static final String REQUEST = "req_1";

  @Test
  void tellsARequestsMistakeWithoutTheGraphsWords() {
    ErrorAnswer answer =
        ErrorTable.ofRun(
            failedWith(RequestException.invalid("size", "'64by64' is not WxH")), REQUEST);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().json())
        .isEqualTo(
            "{\"error\":{\"message\":\"size: '64by64' is not WxH\",\"type\":"
                + "\"invalid_request_error\",\"param\":\"size\",\"code\":\"invalid_value\"}}");
  }

  @Test
  void tellsAMistakeBeforeWhatFollowedFromIt() {
    StatusException failure =
        failedWith(
            new IllegalStateException("secret"), RequestException.missing("image", "is missing"));
    assertThat(ErrorTable.ofRun(failure, REQUEST).error().param()).contains("image");
  }

  @Test
  void tellsACalculatorsRefusal() {
    ErrorAnswer answer =
        ErrorTable.ofRun(
            failedWith(new RetryLaterException("full", "no room", Duration.ofSeconds(3))), REQUEST);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.error().type()).isEqualTo("rate_limit_error");
    assertThat(answer.headers()).containsEntry("retry-after", "3");
  }

  @Test
  void keepsTheServersTroubleToItself() {
    StatusException bug = failedWith(new IllegalStateException("/home/secret.txt"));
    StatusException graph = new StatusException(StatusCode.INVALID_ARGUMENT, "node \"Secret\"");
    StatusException slip =
        failedWith(new StatusException(StatusCode.NOT_FOUND, "no tag \"Secret\""));
    for (StatusException failure : List.of(bug, graph, slip)) {
      ErrorAnswer answer = ErrorTable.ofRun(failure, REQUEST);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.error().json())
          .contains("log has the reason under req_1")
          .doesNotContainIgnoringCase("secret");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, 400, invalid_request_error",
    "UNAUTHENTICATED, 401, authentication_error",
    "PERMISSION_DENIED, 403, permission_error",
    "NOT_FOUND, 404, not_found_error",
    "FAILED_PRECONDITION, 412, invalid_request_error",
    "RESOURCE_EXHAUSTED, 429, rate_limit_error",
    "INTERNAL, 500, server_error",
    "UNIMPLEMENTED, 501, server_error",
    "UNAVAILABLE, 503, server_error",
    "DEADLINE_EXCEEDED, 504, server_error"
  })
  void givesEveryCodeItsStatusAndType(StatusCode code, int status, String type) {
    ErrorAnswer answer = ErrorTable.answer(new StatusException(code, "why"));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error().type()).isEqualTo(type);
  }

  @ParameterizedTest
  @EnumSource(StatusCode.class)
  void knowsEveryCode(StatusCode code) {
    assertThat(ErrorTable.status(code)).isBetween(200, 599);
  }

  @Test
  void writesAnyMessageAsOneLineOfJson() throws Exception {
    String message = "a\"b\\c\n\t\u0001é\ud83d\ude00\ud800";
    byte[] sent = ErrorAnswer.of(400, message).error().json().getBytes(StandardCharsets.UTF_8);
    assertThat(new String(sent, StandardCharsets.UTF_8)).doesNotContain("\n");
    assertThat(new ObjectMapper().readTree(sent).at("/error/message").textValue())
        .isEqualTo(message);
  }

  private static StatusException failedWith(Throwable... thrown) {
    return new StatusException(
        StatusCode.INVALID_ARGUMENT,
        "CalculatorGraph::Run() failed: node \"Secret\"",
        null,
        List.of(thrown));
  }
}
