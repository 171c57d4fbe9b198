package dev.easel.calculators.upstream.wire;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A body on its way out, which knows whether all of it can have arrived.
 *
 * <p>Java's client asks for the body when it has a connection, TLS included, and sends not even the
 * head before. It takes one piece after another. A server that has not got the last piece of a body
 * whose length the head tells has no request yet, and can have made nothing.
 *
 * <p><b>Threads</b>: the client's take pieces, any asks and closes.
 *
 * <p><b>Ownership</b>: after {@link #close} no byte of the request is read any more, whatever the
 * client still does; what it took is a copy.
 */
final class SentBody implements Iterator<byte[]>, AutoCloseable {

  private static final int PIECE = 64 << 10;

  private final List<ByteBuffer> rest = new ArrayList<>();
  private final long length;
  private boolean isBegun;
  private boolean isClosed;

  SentBody(OutgoingBody body) {
    body.pieces().forEach(piece -> rest.add(piece.duplicate()));
    rest.removeIf(piece -> !piece.hasRemaining());
    length = body.length();
  }

  /** What the client is given. */
  BodyPublisher publisher() {
    return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(this::begin), length);
  }

  private synchronized Iterator<byte[]> begin() {
    isBegun = true;
    return this;
  }

  /** Whether all of it has been handed to a connection. */
  synchronized boolean mayHaveArrived() {
    return isBegun && rest.isEmpty();
  }

  @Override
  public synchronized boolean hasNext() {
    return !rest.isEmpty();
  }

  @Override
  public synchronized byte[] next() {
    if (rest.isEmpty() || isClosed) {
      throw new NoSuchElementException("the request is over");
    }
    ByteBuffer first = rest.get(0);
    byte[] piece = new byte[Math.min(PIECE, first.remaining())];
    first.get(piece);
    if (!first.hasRemaining()) {
      rest.remove(0);
    }
    return piece;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
  }
}
