package dev.easel.http.exchange;

import dev.easel.calculators.http.MediaType;
import dev.easel.http.auth.Admission;
import dev.easel.http.body.ContentEncoding;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.route.Match;
import java.util.Optional;

/** Judges a request by its head, before any of its body is taken in. */
final class HeadRules {

  private final ExchangeRules rules;

  HeadRules(ExchangeRules rules) {
    this.rules = rules;
  }

  /** Why the request is refused; empty when its body may come. */
  Optional<ErrorAnswer> refusal(RequestHead head, Match match, Admission admission) {
    if (head.hasExpectation() && !head.isContinueExpected()) {
      return Optional.of(
          ErrorAnswer.of(417, "the only expectation that this server meets is 100-continue"));
    }
    return refusal(match, head, admission);
  }

  private Optional<ErrorAnswer> refusal(Match match, RequestHead head, Admission admission) {
    if (match instanceof Match.Nothing nothing) {
      return Optional.of(ErrorAnswer.of(404, nothing.reason(), "unknown_url"));
    }
    if (match instanceof Match.OtherMethod other) {
      String allowed = String.join(", ", other.allowed());
      String message = head.method() + " is not allowed at " + head.path() + "; use " + allowed;
      return Optional.of(ErrorAnswer.of(405, message, "method_not_allowed").with("allow", allowed));
    }
    Match.Found found = (Match.Found) match;
    return admission
        .refusal()
        .or(
            () ->
                found.endpoint().isTraceable() && head.isTraced()
                    ? rules.access().traceRefusal(admission)
                    : Optional.empty())
        .or(() -> found.endpoint().isImages() ? unreadable(head) : Optional.empty())
        .or(
            () ->
                found.endpoint().isRun() || found.endpoint().isDesk()
                    ? packed(head)
                    : Optional.empty())
        .or(() -> oversize(head));
  }

  private static Optional<ErrorAnswer> unreadable(RequestHead head) {
    String sent = head.headers().getOrDefault("content-type", "");
    MediaType type = MediaType.parse(sent);
    if (type.isJson() || type.isForm()) {
      return Optional.empty();
    }
    String message =
        (sent.isEmpty() ? "the Content-Type header is missing" : "Content-Type '" + sent + "'")
            + (sent.isEmpty() ? "" : " cannot be read here")
            + "; send application/json or multipart/form-data";
    return Optional.of(ErrorAnswer.of(415, message, "unsupported_media_type"));
  }

  private static Optional<ErrorAnswer> packed(RequestHead head) {
    String sent = head.headers().getOrDefault(RequestHead.CONTENT_ENCODING, "");
    if (ContentEncoding.of(sent).isPresent()) {
      return Optional.empty();
    }
    String message =
        "Content-Encoding '" + sent + "' cannot be read here; send gzip, deflate or the plain body";
    return Optional.of(
        ErrorAnswer.of(415, message, "unsupported_content_encoding")
            .with("accept-encoding", ContentEncoding.READABLE));
  }

  /** The refusal of a body that says, or turns out, to be too large. */
  ErrorAnswer oversize() {
    long limit = rules.limits().bytes();
    return ErrorAnswer.of(
        413,
        "the body is larger than this server's limit of "
            + limit
            + " bytes; its operator can raise it with --max_body_size",
        "request_too_large");
  }

  private Optional<ErrorAnswer> oversize(RequestHead head) {
    return head.contentLength() > rules.limits().bytes()
        ? Optional.of(oversize())
        : Optional.empty();
  }
}
