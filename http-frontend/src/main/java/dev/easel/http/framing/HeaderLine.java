package dev.easel.http.framing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A line of a header or trailer section (RFC 9112, section 5).
 *
 * @param name in lower case
 * @param value without the blanks around it
 */
record HeaderLine(String name, String value) {

  /** Reads a line without its end, one character for each byte. */
  static HeaderLine of(String line) {
    if (Letters.isBlank(line.charAt(0))) {
      throw FramingException.malformed(
          "a header's line begins with a blank; write each header on one line");
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw FramingException.malformed("a header's line has no colon");
    }
    String name = line.substring(0, colon);
    if (!Letters.isToken(name)) {
      throw FramingException.malformed(
          "a header's name is letters, digits and signs up to its colon, with no blank before it");
    }
    String value = Letters.trim(line.substring(colon + 1));
    if (!Letters.isText(value)) {
      throw FramingException.malformed("a header's value has a control character");
    }
    checkUtf8(value);
    return new HeaderLine(name.toLowerCase(Locale.ROOT), value);
  }

  /** Overlong forms and the like are read as one character here and as another there. */
  private static void checkUtf8(String value) {
    if (Letters.isAscii(value)) {
      return;
    }
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (CharacterCodingException e) {
      throw FramingException.malformed("a header's value is neither ASCII nor UTF-8");
    }
  }
}
