package dev.easel.http.exchange;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request's identity: the client's own when it is harmless in a log, else a fresh one. */
final class RequestId {

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/=+-]{1,128}");

  private static final HexFormat HEX = HexFormat.of();

  private RequestId() {}

  static String of(@Nullable String given) {
    if (given != null && HARMLESS.matcher(given).matches()) {
      return given;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "req_" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextInt());
  }
}
