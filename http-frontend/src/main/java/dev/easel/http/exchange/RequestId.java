package dev.easel.http.exchange;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request's identity: the client's own when it is harmless in a log, else a fresh one. */
final class RequestId {

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/=+-]{1,128}");

  private static final String PREFIX = "req_";

  private RequestId() {}

  static String of(@Nullable String given) {
    if (given != null && HARMLESS.matcher(given).matches()) {
      return given;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] id = new byte[PREFIX.length() + 24];
    for (int i = 0; i < PREFIX.length(); i++) {
      id[i] = (byte) PREFIX.charAt(i);
    }
    write(random.nextLong(), 16, id, PREFIX.length());
    write(random.nextInt(), 8, id, PREFIX.length() + 16);
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  private static void write(long number, int digits, byte[] into, int at) {
    for (int i = 0; i < digits; i++) {
      into[at + i] = (byte) Character.forDigit((int) (number >>> (4 * (digits - 1 - i))) & 15, 16);
    }
  }
}
