package dev.easel.calculators.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code Content-Type} as HTTP compares it: the case of type and parameter names does not matter.
 *
 * @param type type and subtype in lower case; empty when the header is absent
 * @param boundary the {@code boundary} parameter
 */
public record MediaType(String type, Optional<String> boundary) {
  private static final Pattern NEXT = Pattern.compile("[ \t]*(;[ \t]*[a-zA-Z*]+[ \t]*=|$)");

  /** Reads a header's value; "" when there was none. */
  public static MediaType parse(String header) {
    int end = header.indexOf(';');
    String type = end < 0 ? header : header.substring(0, end);
    Optional<String> boundary =
        end < 0 ? Optional.empty() : parameter(header.substring(end + 1), "boundary");
    return new MediaType(type.strip().toLowerCase(Locale.ROOT), boundary);
  }

  /** Whether the body is JSON. */
  public boolean isJson() {
    return type.equals("application/json")
        || (type.startsWith("application/") && type.endsWith("+json"));
  }

  /** Whether the body is a form with parts. */
  public boolean isForm() {
    return type.equals("multipart/form-data");
  }

  /**
   * The value of a parameter in a {@code ;}-separated list, out of its quotes.
   *
   * @param parameters what follows the first {@code ;}
   * @param name the parameter's name in lower case
   */
  public static Optional<String> parameter(String parameters, String name) {
    int at = 0;
    while (at < parameters.length()) {
      int equals = parameters.indexOf('=', at);
      if (equals < 0) {
        return Optional.empty();
      }
      String found = parameters.substring(at, equals);
      found = found.substring(found.lastIndexOf(';') + 1).strip().toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = value(parameters, equals + 1, value);
      if (found.equals(name)) {
        return Optional.of(value.toString());
      }
    }
    return Optional.empty();
  }

  /** Appends the value that begins at {@code at} and returns where the next parameter begins. */
  private static int value(String text, int at, StringBuilder value) {
    int start = at;
    while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
      start++;
    }
    if (start == text.length() || text.charAt(start) != '"') {
      int end = text.indexOf(';', start);
      end = end < 0 ? text.length() : end;
      value.append(text.substring(start, end).strip());
      return end + 1;
    }
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != '"') {
      // Only these two are ever escaped; browsers send a Windows path's backslashes bare.
      boolean isEscape =
          text.charAt(i) == '\\'
              && i + 1 < text.length()
              && (text.charAt(i + 1) == '\\' || (text.charAt(i + 1) == '"' && !ends(text, i + 2)));
      i += isEscape ? 1 : 0;
      value.append(text.charAt(i));
      i++;
    }
    int end = text.indexOf(';', i);
    return end < 0 ? text.length() : end + 1;
  }

  /**
   * Whether a value may end here: nothing follows, or the next parameter. A quote there is the last
   * one, even behind a backslash: browsers send that bare at a name's end, too.
   */
  private static boolean ends(String text, int at) {
    return NEXT.matcher(text).region(at, text.length()).lookingAt();
  }
}
