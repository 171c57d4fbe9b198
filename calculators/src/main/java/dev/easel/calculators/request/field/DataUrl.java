package dev.easel.calculators.request.field;

import dev.easel.calculators.http.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decodes base64 {@code data:} URLs (RFC 2397) inside a JSON body, where they lie. */
final class DataUrl {

  private static final int MAX_PREFIX_BYTES = 200;
  private static final int MAX_WEB_BYTES = 8192;

  private static final Pattern BASE64 =
      Pattern.compile(".*; *base64[ \\t]*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What the files of PNG, JPEG, GIF, RIFF (WebP) and BMP begin with, in base64. */
  private static final List<String> BARE = List.of("iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR", "Qk");

  private static final int LEAST_BARE_BYTES = 40;

  private DataUrl() {}

  /**
   * The text of an {@code http:} or {@code https:} URL that begins at an offset and ends before the
   * next quotation mark; empty for anything else.
   */
  static Optional<String> web(ByteBuffer body, int start) {
    int end = end(body, start, Math.min(body.limit(), start + MAX_WEB_BYTES + 1));
    if (end - start > MAX_WEB_BYTES) {
      return Optional.empty();
    }
    byte[] url = new byte[end - start];
    body.get(start, url);
    String text = new String(url, 0, JsonEscapes.undo(url), StandardCharsets.UTF_8);
    return isWeb(text) ? Optional.of(text) : Optional.empty();
  }

  /** Whether a text names something on the web. */
  static boolean isWeb(String text) {
    return text.regionMatches(true, 0, "http://", 0, "http://".length())
        || text.regionMatches(true, 0, "https://", 0, "https://".length());
  }

  /**
   * Decodes the URL that begins at an offset and ends before the next quotation mark.
   *
   * @param field for error messages
   */
  static ByteBuffer decode(ByteBuffer body, int start, String field) {
    byte[] url = new byte[end(body, start) - start];
    body.get(start, url);
    int end = JsonEscapes.undo(url);
    int comma = 0;
    while (comma < end && url[comma] != ',' && comma < MAX_PREFIX_BYTES) {
      comma++;
    }
    if ((comma == end || url[comma] != ',') && isBare(url, end)) {
      return decode(url, 0, end, field);
    }
    String prefix = new String(url, 0, comma, StandardCharsets.UTF_8);
    if (!prefix.regionMatches(true, 0, "data:", 0, "data:".length())) {
      throw RequestException.invalid(
          field,
          "only data: URLs are read, such as data:image/png;base64,…, and the base64 of an image"
              + " alone; nothing is fetched");
    }
    if (comma == end || url[comma] != ',' || !BASE64.matcher(prefix).matches()) {
      throw RequestException.invalid(field, "the data: URL is not base64");
    }
    return decode(url, comma + 1, end, field);
  }

  /** Whether the text can be nothing but an image's base64: it is long, and begins as those do. */
  private static boolean isBare(byte[] url, int end) {
    String begin =
        new String(url, 0, Math.min(end, BARE.get(0).length()), StandardCharsets.US_ASCII);
    return end >= LEAST_BARE_BYTES && BARE.stream().anyMatch(begin::startsWith);
  }

  private static ByteBuffer decode(byte[] url, int from, int to, String field) {
    Base64Text text = new Base64Text(url, from);
    if (!text.gather(to)) {
      throw RequestException.invalid(
          field,
          "the data: URL's base64 has blanks inside its lines, as if + had been decoded to a blank on"
              + " the way; send it without them");
    }
    try {
      ByteBuffer base64 = ByteBuffer.wrap(url, from, text.length());
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid(field, "the data: URL is not valid base64");
    }
  }

  private static int end(ByteBuffer body, int start) {
    return end(body, start, body.limit());
  }

  private static int end(ByteBuffer body, int start, int most) {
    int end = start;
    while (end < most && body.get(end) != '"') {
      end += body.get(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, most);
  }
}
