package dev.easel.calculators.request.field;

import dev.easel.calculators.http.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Decodes base64 {@code data:} URLs (RFC 2397) inside a JSON body, where they lie. */
final class DataUrl {

  private static final int MAX_PREFIX_BYTES = 200;

  private DataUrl() {}

  /**
   * Decodes the URL that begins at an offset and ends before the next quotation mark.
   *
   * @param field for error messages
   */
  static ByteBuffer decode(ByteBuffer body, int start, String field) {
    int end = end(body, start);
    int comma = start;
    while (comma < end && body.get(comma) != ',' && comma - start < MAX_PREFIX_BYTES) {
      comma++;
    }
    String prefix = text(body, start, comma);
    if (!prefix.regionMatches(true, 0, "data:", 0, "data:".length())) {
      throw RequestException.invalid(
          field, "only data: URLs are read, such as data:image/png;base64,…; nothing is fetched");
    }
    if (comma == end
        || body.get(comma) != ','
        || !prefix.toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw RequestException.invalid(field, "the data: URL is not base64");
    }
    try {
      return ByteBuffer.wrap(Base64.getDecoder().decode(bytes(body, comma + 1, end)));
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid(field, "the data: URL is not valid base64");
    }
  }

  private static int end(ByteBuffer body, int start) {
    int end = start;
    while (end < body.limit() && body.get(end) != '"') {
      end += body.get(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, body.limit());
  }

  private static String text(ByteBuffer body, int from, int to) {
    String escaped = StandardCharsets.UTF_8.decode(body.slice(from, to - from)).toString();
    return escaped.replace("\\/", "/");
  }

  /** The base64 characters; a slash may be escaped in JSON. */
  private static byte[] bytes(ByteBuffer body, int from, int to) {
    byte[] base64 = new byte[to - from];
    body.get(from, base64);
    int kept = 0;
    for (byte value : base64) {
      if (value != '\\') {
        base64[kept++] = value;
      }
    }
    return kept == base64.length ? base64 : Arrays.copyOf(base64, kept);
  }
}
