package dev.easel.calculators.request.field;

import dev.easel.calculators.http.RequestException;

/** The words for values of a wrong type, so that every field's errors sound alike. */
public final class Mistakes {

  private static final int SHOWN_CHARS = 40;

  private Mistakes() {}

  /**
   * The mistake of a field whose value is of another type.
   *
   * @param wanted what it should be
   * @param found what was sent, shortened where it is long
   */
  public static RequestException wrongType(String field, String wanted, String found) {
    return RequestException.wrongType(field, shorten(found) + " is not " + wanted);
  }

  /** A value as an error message shows it: never longer than a line. */
  public static String quote(String value) {
    return "'" + shorten(value) + "'";
  }

  private static String shorten(String value) {
    int shown = value.codePointCount(0, value.length());
    return shown <= SHOWN_CHARS
        ? value
        : value.substring(0, value.offsetByCodePoints(0, SHOWN_CHARS)) + "…";
  }
}
