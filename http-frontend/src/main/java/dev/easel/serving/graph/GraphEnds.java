package dev.easel.serving.graph;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.Mistake;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request enters a graph and where its answer leaves it.
 *
 * @param input the name of the stream that takes the request
 * @param output the name of the stream that gives the answer
 */
public record GraphEnds(String input, String output) {
  private static final String REQUEST = "HTTP_REQUEST_PAYLOAD";
  private static final String RESPONSE = "HTTP_RESPONSE_PAYLOAD";

  /** Both ends of a graph in which {@link #mistakes} finds none. */
  public static GraphEnds of(GraphDescription description) {
    return new GraphEnds(
        tagged(description.inputStreams(), REQUEST).iterator().next(),
        tagged(description.outputStreams(), RESPONSE).iterator().next());
  }

  /** Whether a graph speaks of requests at all; one that does not may still be run by hand. */
  public static boolean areIn(GraphSource source) {
    return source.text().contains(REQUEST) || source.text().contains(RESPONSE);
  }

  /** What keeps the graph from taking requests and giving answers. */
  public static List<Mistake> mistakes(GraphDescription description, GraphSource source) {
    List<Mistake> mistakes = new ArrayList<>();
    check(description.inputStreams(), REQUEST, "input_stream", source, mistakes);
    check(description.outputStreams(), RESPONSE, "output_stream", source, mistakes);
    return mistakes;
  }

  /** Whether the first to read a request is the calculator of the images API, and nobody else. */
  public static boolean readAsImages(GraphDescription description) {
    String entry = of(description).input();
    List<String> readers =
        description.config().getNodeList().stream()
            .filter(node -> node.getInputStreamList().contains(REQUEST + ":" + entry))
            .map(node -> node.getCalculator())
            .filter(calculator -> !calculator.equals("ImageResponseCalculator"))
            .toList();
    return readers.equals(List.of("ImageRequestCalculator"));
  }

  private static void check(
      List<String> streams, String tag, String field, GraphSource source, List<Mistake> mistakes) {
    if (tagged(streams, tag).size() == 1) {
      return;
    }
    // The graph's own streams stand at the beginning of a line, those of nodes further in.
    Matcher place = Pattern.compile("(?m)^" + field).matcher(source.text());
    mistakes.add(
        source.mistake(
            place.find() ? place.start() : 0,
            "the graph must have one %s with the tag %s; it has %s"
                .formatted(field, tag, streams.isEmpty() ? "none at all" : streams),
            "such as %s: \"%s:%s\"".formatted(field, tag, field.substring(0, field.indexOf('_')))));
  }

  private static Set<String> tagged(List<String> streams, String tag) {
    Set<String> found = new LinkedHashSet<>();
    for (String stream : streams) {
      if (stream.startsWith(tag + ":")) {
        found.add(stream.substring(stream.lastIndexOf(':') + 1));
      }
    }
    return found;
  }
}
