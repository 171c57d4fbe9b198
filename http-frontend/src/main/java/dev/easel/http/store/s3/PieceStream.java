package dev.easel.http.store.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a buffer to its end. */
final class PieceStream extends InputStream {

  private final ByteBuffer piece;

  PieceStream(ByteBuffer piece) {
    this.piece = piece.duplicate();
  }

  @Override
  public int read() {
    return piece.hasRemaining() ? piece.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (!piece.hasRemaining()) {
      return length == 0 ? 0 : -1;
    }
    int count = Math.min(length, piece.remaining());
    piece.get(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    return piece.remaining();
  }
}
