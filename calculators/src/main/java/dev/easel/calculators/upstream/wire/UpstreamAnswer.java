package dev.easel.calculators.upstream.wire;

import java.nio.ByteBuffer;
import java.util.List;

/** What an upstream answers with that is for the client. */
public sealed interface UpstreamAnswer {

  /**
   * A whole answer in JSON, as it came.
   *
   * @param body its bytes in pieces
   */
  record Whole(List<ByteBuffer> body) implements UpstreamAnswer {}

  /**
   * A stream of events.
   *
   * @param stream what brings them
   */
  record Events(EventStream stream) implements UpstreamAnswer {}
}
