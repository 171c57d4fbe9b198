package dev.easel.http.exchange;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A second as a {@code Date} header tells it.
 *
 * <p><b>Threads</b>: any; of two that find the second over, either's text stays.
 */
record DateText(long second, String text) {

  private static volatile DateText last = at(0);

  /** The text of this second, which is made once. */
  static String now() {
    long second = Math.floorDiv(System.currentTimeMillis(), 1000L);
    DateText known = last;
    if (known.second != second) {
      known = at(second);
      last = known;
    }
    return known.text;
  }

  private static DateText at(long second) {
    return new DateText(
        second,
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC)));
  }
}
