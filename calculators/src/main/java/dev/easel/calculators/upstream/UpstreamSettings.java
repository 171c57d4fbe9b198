package dev.easel.calculators.upstream;

import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions;
import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions.Breaker;
import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions.Model;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node's options, checked.
 *
 * <p><b>Failure</b>: {@code INVALID_ARGUMENT} with the option's name and what would be right.
 *
 * @param models the upstreams' names of models by those that clients use
 * @param connect how long a connection may take
 * @param read how long an upstream may be silent
 * @param total how long all of it may take
 * @param attempts how often a request may be sent
 * @param backoff the first wait before all upstreams are tried again
 * @param mostBackoff the longest
 * @param mostBytes how many bytes an answer may have
 * @param concurrent how many requests may be under way
 * @param breaker when an upstream is left alone
 */
record UpstreamSettings(
    Map<String, String> models,
    Duration connect,
    Duration read,
    Duration total,
    int attempts,
    Duration backoff,
    Duration mostBackoff,
    long mostBytes,
    int concurrent,
    Breaker breaker) {

  private static final int LONGEST_MILLIS = 24 * 60 * 60 * 1000;
  private static final long LARGEST_ANSWER = 1L << 30;
  private static final int MOST_CONCURRENT = 10_000;
  private static final int MOST_ATTEMPTS = 20;
  private static final int MOST_UPSTREAMS = 100;
  private static final int MOST_WEIGHT = 1000;
  private static final int MOST_WINDOW = 10_000;

  static UpstreamSettings of(UpstreamImagesCalculatorOptions options) {
    Duration total = millis("total_timeout_millis", options.getTotalTimeoutMillis());
    UpstreamSettings settings =
        new UpstreamSettings(
            models("models", options.getModelsList()),
            shorter(millis("connect_timeout_millis", options.getConnectTimeoutMillis()), total),
            shorter(millis("read_timeout_millis", options.getReadTimeoutMillis()), total),
            total,
            number("max_attempts", options.getMaxAttempts(), 1, MOST_ATTEMPTS),
            millis("backoff_millis", options.getBackoffMillis()),
            millis("max_backoff_millis", options.getMaxBackoffMillis()),
            bytes(options.getMaxAnswerBytes()),
            number("max_concurrent", options.getMaxConcurrent(), 1, MOST_CONCURRENT),
            breaker(options.getBreaker()));
    settings.check(options);
    return settings;
  }

  private void check(UpstreamImagesCalculatorOptions options) {
    require(options.getUpstreamsCount() > 0, "upstreams is missing; name one with its base_url");
    require(
        options.getUpstreamsCount() <= MOST_UPSTREAMS,
        "upstreams has more than " + MOST_UPSTREAMS + " entries");
    require(
        !options.hasConnectTimeoutMillis() || isWithin(options.getConnectTimeoutMillis()),
        "connect_timeout_millis is longer than total_timeout_millis, which would end it before");
    require(
        !options.hasReadTimeoutMillis() || isWithin(options.getReadTimeoutMillis()),
        "read_timeout_millis is longer than total_timeout_millis, which would end it before");
    require(
        backoff.compareTo(mostBackoff) <= 0, "backoff_millis is longer than max_backoff_millis");
    options
        .getUpstreamsList()
        .forEach(each -> number("upstreams.weight", each.getWeight(), 0, MOST_WEIGHT));
  }

  private boolean isWithin(int millis) {
    return Duration.ofMillis(millis).compareTo(total) <= 0;
  }

  /** A default gives way to what is said. */
  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Breaker breaker(Breaker given) {
    number("breaker.failure_percent", given.getFailurePercent(), 1, 100);
    number("breaker.window", given.getWindow(), 1, MOST_WINDOW);
    number("breaker.min_requests", given.getMinRequests(), 1, given.getWindow());
    millis("breaker.open_millis", given.getOpenMillis());
    return given;
  }

  /** The upstreams' names by the clients'. */
  static Map<String, String> models(String option, List<Model> given) {
    Map<String, String> models = new LinkedHashMap<>();
    for (Model each : given) {
      require(!each.getName().isBlank(), option + ".name is missing; it is what clients ask for");
      require(
          !each.hasUpstreamName() || !each.getUpstreamName().isBlank(),
          option + ".upstream_name is empty; leave it out where the names are the same");
      String upstream = each.hasUpstreamName() ? each.getUpstreamName() : each.getName();
      require(
          models.put(each.getName(), upstream) == null,
          option + " names '" + each.getName() + "' twice");
    }
    return models;
  }

  private static Duration millis(String option, int value) {
    return Duration.ofMillis(number(option, value, 1, LONGEST_MILLIS));
  }

  /** Unsigned in the options, so that a huge one is negative here. */
  private static int number(String option, int value, int least, int most) {
    require(
        value >= least && value <= most,
        "%s is %s; it must be %d to %d"
            .formatted(option, Integer.toUnsignedString(value), least, most));
    return value;
  }

  private static long bytes(long value) {
    require(
        value >= 1 && value <= LARGEST_ANSWER,
        "max_answer_bytes is %s; it must be 1 to %d"
            .formatted(Long.toUnsignedString(value), LARGEST_ANSWER));
    return value;
  }

  static void require(boolean isRight, String mistake) {
    if (!isRight) {
      throw new StatusException(StatusCode.INVALID_ARGUMENT, mistake);
    }
  }

  /** Checks nothing more; copies. */
  UpstreamSettings {
    models = Map.copyOf(new HashMap<>(models));
  }
}
