package dev.easel.framework.name;

import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which port of a node a text means: {@code TAG}, {@code TAG:2}, {@code :2} or nothing.
 *
 * @param tag the tag, "" for ports without one
 * @param index the index, from 0
 */
public record TagIndex(String tag, int index) {
  /** The highest index that MediaPipe reads. */
  static final int MOST = 10_000;

  /** A tag, or nothing, as a pattern knows it. */
  static final String TAG = "[A-Z_][A-Z0-9_]*";

  /** An index without signs and leading zeros. */
  static final String NUMBER = "0|[1-9][0-9]*";

  private static final Pattern FORM = Pattern.compile("(%s)?(?::(%s))?".formatted(TAG, NUMBER));

  /**
   * Reads a text.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when it has another form, {@code INTERNAL} when the
   * index is above 10,000.
   */
  public static TagIndex parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "TAG:index is invalid, \"%s\" does not match \"(%s)?(:(%s))?\" (examples: \"TAG\" \"VIDEO:2\")."
              .formatted(text, TAG, NUMBER));
    }
    String tag = form.group(1) == null ? "" : form.group(1);
    return new TagIndex(tag, form.group(2) == null ? 0 : index(form.group(2)));
  }

  /** The number that {@code digits} are. */
  static int index(String digits) {
    int most = Integer.toString(MOST).length();
    if (digits.length() > most || Integer.parseInt(digits) > MOST) {
      throw new StatusException(
          StatusCode.INTERNAL,
          "RET_CHECK failure: the index " + digits + " is above " + MOST + ", the highest one");
    }
    return Integer.parseInt(digits);
  }

  /** The flat id of this port among {@code ports}, -1 if it is none of them. */
  public int id(TagMap ports) {
    return ports.id(tag, index);
  }
}
