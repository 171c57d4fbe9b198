package dev.easel.calculators.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An HTTP answer, or a piece of a streamed one, as a graph emits it on its {@code
 * HTTP_RESPONSE_PAYLOAD} stream.
 *
 * <p>A unary answer is one packet, sent with its content length. A streamed one is several packets:
 * the first gives status and headers, each one's chunks are written at once, and the end of the run
 * ends the body.
 *
 * <p><b>Threads</b>: immutable; every call of {@link #body()} gives buffers of the caller's own.
 *
 * <p><b>Ownership</b>: the graph gives the bytes away and never touches them again.
 *
 * @param status the HTTP status
 * @param headers the answer's headers under lower-case names, {@code content-type} among them
 * @param body the body's chunks in order
 * @param streaming whether this packet is part of a streamed answer
 */
public record HttpResponsePayload(
    int status, Map<String, String> headers, List<ByteBuffer> body, boolean streaming) {

  /** Checks the status and the headers: what is in them must not end them, or the head. */
  public HttpResponsePayload {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not in 200 to 599");
    }
    headers = Map.copyOf(headers);
    headers.forEach(HttpResponsePayload::check);
    body = each(body, ByteBuffer::asReadOnlyBuffer);
  }

  /** Most answers are one buffer. */
  private static List<ByteBuffer> each(List<ByteBuffer> all, UnaryOperator<ByteBuffer> change) {
    return all.size() == 1 ? List.of(change.apply(all.get(0))) : all.stream().map(change).toList();
  }

  private static void check(String name, String value) {
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("header name '" + name + "' is not in lower case");
    }
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "header name '%s' may have letters, digits and -_.!#$%%&'*+^`|~ only"
              .formatted(visible(name)));
    }
    if (!isValue(value)) {
      throw new IllegalArgumentException(
          "the value of header '%s' may have neither line ends nor other control characters, nor any beyond Latin-1: '%s'"
              .formatted(name, visible(value)));
    }
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isInName(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isInValue(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInName(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-_.!#$%&'*+^`|~".indexOf(c) >= 0;
  }

  private static boolean isInValue(int c) {
    return c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f);
  }

  private static String visible(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  /** A unary answer of a short text. */
  public static HttpResponsePayload text(int status, String contentType, String text) {
    ByteBuffer body = StandardCharsets.UTF_8.encode(text);
    return new HttpResponsePayload(
        status, Map.of("content-type", contentType), List.of(body), false);
  }

  /** The chunks as read-only buffers of the caller's own. */
  @Override
  public List<ByteBuffer> body() {
    return each(body, ByteBuffer::duplicate);
  }

  /** The body's length in bytes. */
  public long length() {
    long length = 0;
    for (ByteBuffer chunk : body) {
      length += chunk.remaining();
    }
    return length;
  }

  /** The value of a header, whatever the case of the name asked for; empty when not set. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }
}
