package dev.easel.http.framing;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one request's head and tells how its body is framed (RFC 9112, sections 3, 5
 * and 6).
 */
final class HeadCheck {

  /** What {@link #bodyBytes} says of a body in chunks. */
  static final long CHUNKED = -1;

  /** More than any body has, and fewer than a long takes. */
  private static final int MOST_DIGITS = 18;

  private static final String LENGTH = "content-length";
  private static final String CODING = "transfer-encoding";
  private static final String HOST = "host";

  private static final Pattern HOSTS =
      Pattern.compile("([A-Za-z0-9._~!$&'()*+;=%-]*|\\[[0-9A-Za-z:.%]+\\])(:[0-9]*)?");

  private @Nullable String length;
  private @Nullable String coding;
  private @Nullable String host;
  private String method = "";
  private boolean isOld;

  /** Takes the head's next line, without its end. */
  void accept(String line) {
    if (method.isEmpty()) {
      readRequestLine(line);
      return;
    }
    HeaderLine header = HeaderLine.of(line);
    switch (header.name()) {
      case LENGTH -> length = once(length, header);
      case CODING -> coding = once(coding, header);
      case HOST -> host = once(host, header);
      case "sec-websocket-key1", "sec-websocket-key2" ->
          // They announce a body of 8 bytes that no header tells the length of.
          throw FramingException.malformed(
              "WebSockets, of old drafts at that, are not spoken here");
      default -> {
        // Others may come as often as they like.
      }
    }
  }

  private static String once(@Nullable String before, HeaderLine header) {
    if (before != null) {
      throw twice(header.name());
    }
    return header.value();
  }

  private static FramingException twice(String name) {
    return name.equals(LENGTH)
        ? wrongLength()
        : FramingException.malformed(
            name.equals(HOST)
                ? "the Host header must come once"
                : "the Transfer-Encoding header must come once, as 'chunked'");
  }

  private static FramingException wrongLength() {
    return FramingException.malformed("the Content-Length header must be one number of bytes");
  }

  private void readRequestLine(String line) {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first + 1) {
      throw FramingException.malformed(
          "this is not an HTTP/1.1 request; its first line must be like 'GET / HTTP/1.1'");
    }
    checkVersion(line.substring(last + 1));
    method = line.substring(0, first);
    if (!Letters.isToken(method)) {
      throw FramingException.malformed("the request's method must be letters, such as GET");
    }
    checkTarget(line.substring(first + 1, last));
  }

  private void checkVersion(String version) {
    boolean isVersion =
        version.length() == "HTTP/1.1".length()
            && version.startsWith("HTTP/")
            && Letters.isDigit(version.charAt(5))
            && version.charAt(6) == '.'
            && Letters.isDigit(version.charAt(7));
    if (!isVersion) {
      throw FramingException.malformed(
          "this is not an HTTP/1.1 request; its first line must end with 'HTTP/1.1'");
    }
    isOld = version.equals("HTTP/1.0");
    if (!isOld && !version.equals("HTTP/1.1")) {
      throw new FramingException(505, "this server speaks HTTP/1.1 and HTTP/1.0");
    }
  }

  private void checkTarget(String target) {
    if (!Letters.isVisible(target) || target.indexOf('#') >= 0) {
      throw FramingException.malformed(
          "the request's target must be printable ASCII without blanks and '#'; escape all else as"
              + " %XX");
    }
    boolean isKnown =
        target.startsWith("/")
            || target.regionMatches(true, 0, "http://", 0, 7)
            || target.regionMatches(true, 0, "https://", 0, 8)
            || method.equals("CONNECT")
            || (method.equals("OPTIONS") && target.equals("*"));
    if (!isKnown) {
      throw FramingException.malformed(
          "the request's target must begin with '/', or be a whole http:// address");
    }
  }

  /** How long the body is, once the head is whole: a number of bytes or {@link #CHUNKED}. */
  long bodyBytes() {
    if (host == null && !isOld) {
      throw FramingException.malformed("the Host header is missing");
    }
    if (host != null && !isHost(host)) {
      throw FramingException.malformed("the Host header must be one name or address, and a port");
    }
    if (coding != null) {
      checkCoding(coding);
      if (length != null) {
        throw FramingException.malformed(
            "the request has a Transfer-Encoding and a Content-Length; send one of them");
      }
      return CHUNKED;
    }
    return length == null ? 0 : length(length);
  }

  private void checkCoding(String coding) {
    if (isOld) {
      throw FramingException.malformed("HTTP/1.0 has no Transfer-Encoding; send a Content-Length");
    }
    if (coding.equalsIgnoreCase("chunked")) {
      return;
    }
    String lower = coding.toLowerCase(Locale.ROOT);
    int comma = lower.lastIndexOf(',');
    boolean isChunkedLast =
        comma >= 0 && Letters.trim(lower.substring(comma + 1)).equals("chunked");
    boolean isCodedBefore =
        isChunkedLast && Letters.isToken(lower.substring(0, comma)) && !isChunked(lower, comma);
    // Only where the end of the body is certain is it the coding itself that is not known here.
    throw new FramingException(
        isCodedBefore ? 501 : 400, "the only Transfer-Encoding that is read here is 'chunked'");
  }

  private static boolean isChunked(String codings, int end) {
    return codings.substring(0, end).equals("chunked");
  }

  private static long length(String text) {
    if (text.length() > MOST_DIGITS || !Letters.isNumber(text)) {
      throw wrongLength();
    }
    return Long.parseLong(text);
  }

  /** A name, an IPv4 address or an IPv6 one in brackets, and perhaps a port; or nothing. */
  private static boolean isHost(String host) {
    return HOSTS.matcher(host).matches();
  }
}
