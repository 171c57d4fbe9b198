package dev.easel.repository;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads OVMS's comment that asks for a pool of started graphs. */
final class QueueDirective {
  private static final Pattern LINE =
      Pattern.compile("(?m)^[ \\t]*#[ \\t]*OVMS_GRAPH_QUEUE_MAX_SIZE:[ \\t]*(\\S*)[ \\t]*$");

  private QueueDirective() {}

  /**
   * How many graphs the file asks for; empty without a directive, or when it asks for none.
   *
   * @param automatic what {@code AUTO} stands for
   */
  static OptionalInt read(GraphSource source, int automatic) {
    Matcher matcher = LINE.matcher(source.text());
    if (!matcher.find()) {
      return OptionalInt.empty();
    }
    String value = matcher.group(1);
    if (value.equals("AUTO")) {
      return OptionalInt.of(automatic);
    }
    if (!value.matches("\\d{1,9}")) {
      throw new StatusException(StatusCode.INVALID_ARGUMENT, place(source, matcher) + wrong(value));
    }
    int size = Integer.parseInt(value);
    return size == 0 ? OptionalInt.empty() : OptionalInt.of(size);
  }

  private static String place(GraphSource source, Matcher matcher) {
    String before = source.text().substring(0, matcher.start(1));
    int column = before.length() - before.lastIndexOf('\n');
    return source.fileName() + ":" + before.lines().count() + ":" + column + ": ";
  }

  private static String wrong(String value) {
    return "OVMS_GRAPH_QUEUE_MAX_SIZE is '" + value + "'; it must be AUTO, 0 or a positive number";
  }
}
