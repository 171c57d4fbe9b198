package dev.easel.calculators.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.upstream.failure.CallException;
import dev.easel.calculators.upstream.failure.CallFailure;
import dev.easel.calculators.upstream.failure.CallFailure.Blame;
import dev.easel.calculators.upstream.failure.CallFailure.Next;
import dev.easel.calculators.upstream.failure.UpstreamException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says what an upstream's refusals and failures mean.
 *
 * <p>A mistake that it found in the client's request is told in its words, without what {@link
 * Redaction} takes out. Everything else is between this server and the upstream: the client learns
 * what kind of failure it was, the log has more.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class ErrorTranslation {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN_IN_LOG = 300;
  private static final long MOST_SECONDS = 24 * 60 * 60;

  private final Redaction redaction;

  /** A translation without what {@code redaction} takes out. */
  public ErrorTranslation(Redaction redaction) {
    this.redaction = redaction;
  }

  // ---- answers

  /**
   * What an answer means that is no 200.
   *
   * @param retryAfter its {@code Retry-After}
   */
  public CallFailure ofAnswer(int status, Optional<String> retryAfter, byte[] body) {
    String detail = "answered %d: %s".formatted(status, shown(body));
    Optional<Duration> after = retryAfter.flatMap(ErrorTranslation::seconds);
    return switch (status) {
      case 400, 409, 413, 422 -> mistake(status, detail, error(body));
      case 401, 403 ->
          CallFailure.broken(
              502,
              "upstream_refused",
              "The upstream does not accept this server; its operator has to look.",
              detail,
              Next.ELSEWHERE);
      case 404 -> notFound(detail, error(body));
      case 408 ->
          CallFailure.broken(
              504, "upstream_timeout", "The upstream did not get the request.", detail, Next.AGAIN);
      case 429 ->
          busy(429, "upstream_rate_limited", "The upstream takes no more now.", detail, after);
      case 503 -> busy(503, "upstream_busy", "The upstream is busy.", detail, after);
      case 504 ->
          CallFailure.broken(
              504, "upstream_timeout", "The upstream was too slow.", detail, Next.NOWHERE);
      default -> other(status, detail);
    };
  }

  private static CallFailure other(int status, String detail) {
    if (status / 100 == 3) {
      return CallFailure.broken(
          502,
          "upstream_redirected",
          "The upstream names another address, where requests are not sent.",
          detail,
          Next.ELSEWHERE);
    }
    return CallFailure.broken(
        502, "upstream_failed", "The upstream failed to answer.", detail, Next.NOWHERE);
  }

  private CallFailure mistake(int status, String detail, JsonNode error) {
    String message = error.path("message").asText("");
    String code = error.path("code").asText(error.path("type").asText("invalid_request_error"));
    UpstreamException answer =
        UpstreamException.mistake(
            status,
            redaction.of(error.path("param").asText("")),
            redaction.of(code),
            message.isEmpty() ? "The upstream refuses the request." : redaction.of(message));
    return new CallFailure(answer, detail, Next.NOWHERE, Blame.REQUEST, Optional.empty());
  }

  private static CallFailure notFound(String detail, JsonNode error) {
    if (error.path("code").asText("").equals("model_not_found")) {
      UpstreamException answer =
          UpstreamException.mistake(
              404, "model", "model_not_found", "The upstream does not have this model.");
      return new CallFailure(answer, detail, Next.ELSEWHERE, Blame.REQUEST, Optional.empty());
    }
    return CallFailure.broken(
        502,
        "upstream_not_found",
        "The upstream has no images API at its address; this server's operator has to look.",
        detail,
        Next.ELSEWHERE);
  }

  private static CallFailure busy(
      int status, String code, String message, String detail, Optional<Duration> after) {
    UpstreamException answer =
        UpstreamException.of(status, code, message + " Try again later.")
            .after(after.orElse(Duration.ofSeconds(1)));
    Blame blame = status == 429 ? Blame.NOBODY : Blame.UPSTREAM;
    return new CallFailure(answer, detail, Next.AGAIN, blame, after);
  }

  /** A number of seconds; a date would need clocks that agree. */
  private static Optional<Duration> seconds(String retryAfter) {
    String text = retryAfter.strip();
    return text.matches("[0-9]{1,9}")
        ? Optional.of(Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(text))))
        : Optional.empty();
  }

  private static JsonNode error(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      return root == null ? JSON.missingNode() : root.path("error");
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private String shown(byte[] body) {
    String text = redaction.of(new String(body, StandardCharsets.UTF_8));
    return text.length() > SHOWN_IN_LOG ? text.substring(0, SHOWN_IN_LOG) + "…" : text;
  }

  /** What an error event within a stream means; {@code error} is its error object. */
  CallFailure ofEvent(JsonNode error) {
    String type = error.path("type").asText("");
    String code = error.path("code").asText(type);
    boolean isMistake = type.equals("invalid_request_error") || type.contains("user_error");
    String message = error.path("message").asText("");
    String detail = "sent an error event: " + redaction.of(type + " " + code + " " + message);
    return isMistake
        ? mistake(400, detail, error)
        : CallFailure.broken(
            502,
            "upstream_failed",
            "The upstream failed while it made the picture.",
            detail,
            Next.NOWHERE);
  }

  // ---- what never became an answer

  /**
   * What a failure means that is no answer.
   *
   * @param mayHaveArrived whether the upstream may have the whole request
   */
  public CallFailure ofFailure(Throwable thrown, boolean mayHaveArrived) {
    Throwable cause = cause(thrown);
    if (cause instanceof CallException known) {
      return known.failure();
    }
    Next next = mayHaveArrived ? Next.NOWHERE : Next.AGAIN;
    String detail = "failed: " + redaction.of(text(cause));
    if (cause instanceof TooLargeException large) {
      return CallFailure.broken(
          502,
          "upstream_answer_too_large",
          "The upstream's answer has more than the %d bytes that it may have."
              .formatted(large.mostBytes()),
          detail,
          Next.NOWHERE);
    }
    if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
      return CallFailure.broken(
          502, "upstream_unreachable", "The upstream cannot be reached.", detail, next);
    }
    if (cause instanceof SSLException) {
      return CallFailure.broken(
          502,
          "upstream_unreachable",
          "The upstream cannot be reached.",
          detail,
          mayHaveArrived ? Next.NOWHERE : Next.ELSEWHERE);
    }
    if (cause instanceof TimeoutException) {
      return CallFailure.broken(
          504, "upstream_timeout", "The upstream did not answer in time.", detail, next);
    }
    return CallFailure.broken(
        502,
        "upstream_broke_off",
        "The upstream broke off before its answer was whole.",
        detail,
        next);
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** With the reasons behind it, which say what a TLS handshake or a look-up failed of. */
  private static String text(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    @Nullable Throwable next = thrown;
    for (int i = 0; i < 4 && next != null; i++) {
      text.append(i == 0 ? "" : ": ").append(next.getClass().getSimpleName());
      text.append(next.getMessage() == null ? "" : " " + next.getMessage());
      next = next.getCause();
    }
    return text.toString();
  }

  /** What an answer means that says 200 and is no answer of the images API. */
  CallFailure ofGarbage(String detail) {
    return CallFailure.broken(
        502,
        "upstream_invalid_answer",
        "The upstream's answer is none of the images API.",
        detail,
        Next.NOWHERE);
  }

  /** What a stream means that ended before its picture was there. */
  CallFailure ofCut() {
    return CallFailure.broken(
        502,
        "upstream_broke_off",
        "The upstream broke off before its answer was whole.",
        "ended the stream before its picture was complete",
        Next.NOWHERE);
  }

  /** The lower-case media type of a header. */
  static String mediaType(Optional<String> header) {
    return List.of(header.orElse("").split(";", 2)).get(0).strip().toLowerCase(Locale.ROOT);
  }
}
