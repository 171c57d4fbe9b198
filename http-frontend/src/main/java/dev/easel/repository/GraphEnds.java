package dev.easel.repository;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a request enters a graph and where its answer leaves it.
 *
 * @param input the name of the stream that takes the request
 * @param output the name of the stream that gives the answer
 */
record GraphEnds(String input, String output) {
  private static final String REQUEST = "HTTP_REQUEST_PAYLOAD";
  private static final String RESPONSE = "HTTP_RESPONSE_PAYLOAD";

  /** Finds both by their tags. */
  static GraphEnds of(GraphDescription description, String fileName) {
    return new GraphEnds(
        one(description.inputStreams(), REQUEST, "input_stream", fileName),
        one(description.outputStreams(), RESPONSE, "output_stream", fileName));
  }

  private static String one(List<String> streams, String tag, String field, String fileName) {
    Set<String> found = new HashSet<>();
    for (String stream : streams) {
      if (tag(stream).equals(tag)) {
        found.add(name(stream));
      }
    }
    if (found.size() != 1) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "%s: the graph must have one %s with the tag %s, such as %s: \"%s:%s\"; it has %s"
              .formatted(
                  fileName,
                  field,
                  tag,
                  field,
                  tag,
                  field.substring(0, field.indexOf('_')),
                  streams.isEmpty() ? "none at all" : String.join(", ", streams)));
    }
    return found.iterator().next();
  }

  private static String tag(String stream) {
    int colon = stream.indexOf(':');
    return colon < 0 ? "" : stream.substring(0, colon);
  }

  private static String name(String stream) {
    return stream.substring(stream.lastIndexOf(':') + 1);
  }
}
