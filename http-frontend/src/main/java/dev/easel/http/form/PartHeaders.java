package dev.easel.http.form;

import dev.easel.calculators.http.MediaType;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a part's headers say.
 *
 * @param name the field's name
 * @param fileName the file's name; present, perhaps empty, when the part is a file
 * @param contentType the part's content type
 */
record PartHeaders(String name, Optional<String> fileName, Optional<String> contentType) {

  private static final Set<String> PLAIN = Set.of("", "7bit", "8bit", "binary", "identity");

  /** Mail's way of going on in the next line, which some clients' long file names take. */
  private static final Pattern FOLD = Pattern.compile("\r\n[ \t]+");

  static PartHeaders parse(String text) {
    Map<String, String> headers = new HashMap<>();
    for (String line : FOLD.matcher(text).replaceAll(" ").split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon < 0 && !line.isEmpty()) {
        throw FormReader.malformed("a part's header line '" + line + "' has no colon");
      }
      if (colon >= 0) {
        String key = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        headers.putIfAbsent(key, line.substring(colon + 1).strip());
      }
    }
    String disposition = headers.getOrDefault("content-disposition", "");
    int parameters = disposition.indexOf(';');
    String type = parameters < 0 ? disposition : disposition.substring(0, parameters);
    if (!type.strip().equalsIgnoreCase("form-data")) {
      throw FormReader.malformed("a part has no 'Content-Disposition: form-data' header");
    }
    String rest = parameters < 0 ? "" : disposition.substring(parameters + 1);
    String name =
        MediaType.parameter(rest, "name")
            .orElseThrow(() -> FormReader.malformed("a part's Content-Disposition has no name"));
    checkPlain(name, headers, "content-transfer-encoding");
    checkPlain(name, headers, "content-encoding");
    return new PartHeaders(name, fileName(rest), Optional.ofNullable(headers.get("content-type")));
  }

  /**
   * The extended form carries UTF-8 where the plain one only guesses. Neither is used here but to
   * tell files from texts, so one that cannot be read refuses nothing and stands as it was sent.
   */
  private static Optional<String> fileName(String parameters) {
    Optional<String> extended = MediaType.parameter(parameters, "filename*");
    return extended
        .flatMap(PartHeaders::decode)
        .or(() -> MediaType.parameter(parameters, "filename"))
        .or(() -> extended);
  }

  private static Optional<String> decode(String extended) {
    int language = extended.indexOf('\'');
    int value = extended.indexOf('\'', language + 1);
    if (language < 0 || value < 0) {
      return Optional.empty();
    }
    try {
      String escaped = extended.substring(value + 1).replace("+", "%2B");
      Charset charset = Charset.forName(extended.substring(0, language));
      return Optional.of(URLDecoder.decode(escaped, charset));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void checkPlain(String name, Map<String, String> headers, String header) {
    String encoding = headers.getOrDefault(header, "");
    if (!PLAIN.contains(encoding.toLowerCase(Locale.ROOT))) {
      throw FormReader.malformed(
          "part '"
              + name
              + "' has the "
              + header
              + " '"
              + encoding
              + "'; send its bytes as they are");
    }
  }
}
