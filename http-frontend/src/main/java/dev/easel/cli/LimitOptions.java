package dev.easel.cli;

import dev.easel.http.exchange.BodyLimits;
import dev.easel.http.server.Timeouts;
import dev.easel.http.store.StoreLimits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How much a client may ask for. */
final class LimitOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([KMG]?)B?");

  @Option(
      names = "--max_body_size",
      paramLabel = "SIZE",
      defaultValue = "256M",
      description = "Largest request body, such as 64M (default: ${DEFAULT-VALUE}).")
  private String maxBodySize = "256M";

  BodyLimits body(Misuse misuse) {
    Matcher matcher = SIZE.matcher(maxBodySize);
    misuse.when(
        !matcher.matches(), "max_body_size must be a number of bytes, or one with K, M or G");
    long unit =
        switch (matcher.group(2)) {
          case "K" -> 1L << 10;
          case "M" -> 1L << 20;
          case "G" -> 1L << 30;
          default -> 1;
        };
    try {
      return new BodyLimits(
          Math.multiplyExact(Long.parseLong(matcher.group(1)), unit), BodyLimits.DEFAULT.form());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw misuse.because("max_body_size: " + e.getMessage());
    }
  }

  Timeouts timeouts() {
    return Timeouts.DEFAULT;
  }

  StoreLimits store() {
    return StoreLimits.DEFAULT;
  }
}
