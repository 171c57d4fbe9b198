package dev.easel.http.desk.call;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parameters of a query, such as {@code limit=20&after=…}. */
public final class DeskQuery {
  private static final int MOST = 100;
  private static final int USUAL = 20;

  private final Map<String, String> values = new TreeMap<>();

  public DeskQuery(String query) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
  }

  /** How long a page is to be. */
  public int limit(int most) {
    Optional<String> text = text("limit");
    try {
      int limit = text.map(Integer::parseInt).orElse(USUAL);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw DeskErrors.invalid("limit", "it must be 1 to " + most);
  }

  public int limit() {
    return limit(MOST);
  }
}
