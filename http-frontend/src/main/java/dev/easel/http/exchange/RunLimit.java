package dev.easel.http.exchange;

import dev.easel.calculators.http.RequestException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Finds how long a request's run may take: what the client says, within what is allowed. */
final class RunLimit {

  private static final String HEADER = "x-request-timeout";
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final int MOST_DIGITS = 20;

  private RunLimit() {}

  /**
   * The shorter of both times.
   *
   * <p><b>Failure</b>: a request's mistake when the header is no positive number of seconds.
   */
  static Duration of(RequestHead head, Duration allowed) {
    Optional<Duration> asked = head.header(HEADER).map(RunLimit::parse);
    return asked.filter(time -> time.compareTo(allowed) < 0).orElse(allowed);
  }

  private static Duration parse(String text) {
    try {
      BigDecimal seconds = new BigDecimal(text.length() > MOST_DIGITS ? "" : text);
      if (seconds.signum() > 0 && seconds.compareTo(MOST_SECONDS) <= 0) {
        return Duration.ofNanos(Math.max(1, (long) (seconds.doubleValue() * 1e9)));
      }
    } catch (NumberFormatException e) {
      // Told below, as all that is no time.
    }
    throw RequestException.invalid(
        HEADER, "it must be a number of seconds above 0, for example 2.5");
  }
}
