package dev.easel.calculators.http;

import java.util.Optional;

/**
 * A strong entity tag as RFC 9110 has it: two answers of one tag are the same, byte by byte.
 *
 * @param text the tag in quotation marks, as the {@code ETag} header has it
 */
public record EntityTag(String text) {

  private static final String ANY = "*";
  private static final String WEAK = "W/";

  /** A tag of letters, digits and other visible characters but quotation marks. */
  public static EntityTag of(String value) {
    return new EntityTag("\"" + value + "\"");
  }

  /** Whether an {@code If-None-Match} header names this tag, or any. */
  public boolean isIn(Optional<String> header) {
    return header.filter(this::isIn).isPresent();
  }

  private boolean isIn(String header) {
    for (String each : header.split(",", -1)) {
      String tag = each.strip();
      String strong = tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
      if (tag.equals(ANY) || strong.equals(text)) {
        return true;
      }
    }
    return false;
  }
}
