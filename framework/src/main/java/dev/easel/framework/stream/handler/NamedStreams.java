package dev.easel.framework.stream.handler;

import dev.easel.framework.name.TagIndex;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/** Finds the streams that a handler's options name. */
final class NamedStreams {
  private NamedStreams() {}

  static int id(TagMap inputs, String tagIndex) {
    int id = TagIndex.parse(tagIndex).id(inputs);
    if (id < 0) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "stream \"" + tagIndex + "\" is not found; the node has " + inputs);
    }
    return id;
  }
}
