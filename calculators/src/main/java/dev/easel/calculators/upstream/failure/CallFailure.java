package dev.easel.calculators.upstream.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * Why one upstream gave no pictures, and what that means for the request and for the upstream.
 *
 * @param answer what the client is told, unless another upstream helps
 * @param detail what the log is told, without a key
 * @param next where the request may go from here
 * @param blame what it says of the upstream
 * @param after how long the upstream asks to be left alone
 */
public record CallFailure(
    UpstreamException answer, String detail, Next next, Blame blame, Optional<Duration> after) {

  /** Where a request may go that has failed. */
  public enum Next {
    /** Pictures may have been made of it, or every upstream would say the same. */
    NOWHERE,
    /** Nothing was made; this upstream would fail again. */
    ELSEWHERE,
    /** Nothing was made; this upstream may do it after a while. */
    AGAIN
  }

  /** What a failure says of an upstream. */
  public enum Blame {
    /** It does not work. */
    UPSTREAM,
    /** It works, and has found a mistake in the request. */
    REQUEST,
    /** Nothing. */
    NOBODY
  }

  /** The same, which says nothing of the upstream. */
  public CallFailure blamingNobody() {
    return new CallFailure(answer, detail, next, Blame.NOBODY, after);
  }

  /** A failure of an upstream that does not work. */
  public static CallFailure broken(
      int httpStatus, String code, String message, String detail, Next next) {
    return new CallFailure(
        UpstreamException.of(httpStatus, code, message),
        detail,
        next,
        Blame.UPSTREAM,
        Optional.empty());
  }
}
