package dev.easel.calculators.upstream.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A body as it is sent.
 *
 * <p><b>Ownership</b>: the bytes are those of the client's request; nobody may read them any more
 * when the run has ended.
 *
 * @param contentType its content type
 * @param pieces its bytes in pieces
 */
public record OutgoingBody(String contentType, List<ByteBuffer> pieces) {

  /** Copies the list. */
  public OutgoingBody {
    pieces = List.copyOf(pieces);
  }

  /** How many bytes it has. */
  long length() {
    return pieces.stream().mapToLong(ByteBuffer::remaining).sum();
  }
}
