package dev.easel.serving.graph;

import dev.easel.framework.config.Mistake;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OVMS's comment that asks for a pool of started graphs.
 *
 * <p>It is checked and then has no effect: starting a run costs so little that there is nothing for
 * a pool to save, and without one no request meets what another has disconnected behind.
 */
public final class QueueDirective {
  private static final Pattern LINE =
      Pattern.compile("(?m)^[ \\t]*#[ \\t]*OVMS_GRAPH_QUEUE_MAX_SIZE:[ \\t]*(\\S*)[ \\t\\r]*$");

  private QueueDirective() {}

  /** What is wrong with the first directive of the text. */
  public static List<Mistake> mistakes(GraphSource source) {
    Matcher matcher = LINE.matcher(source.text());
    if (!matcher.find() || matcher.group(1).matches("AUTO|\\d{1,9}")) {
      return List.of();
    }
    return List.of(
        source.mistake(
            matcher.start(1),
            "OVMS_GRAPH_QUEUE_MAX_SIZE is '" + matcher.group(1) + "'",
            "it must be AUTO, 0 or a positive number"));
  }
}
