package dev.easel.calculators.image;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** Presents the pieces of a file to ImageIO as one, without a copy of the whole. */
final class PieceInput extends InputStream {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Iterator<ByteBuffer> rest;
  private final Runnable check;
  private ByteBuffer piece = NOTHING;

  /**
   * The bytes of these pieces.
   *
   * @param check called with each reading of an array; what it throws ends that
   */
  PieceInput(List<ByteBuffer> pieces, Runnable check) {
    this.rest = pieces.iterator();
    this.check = check;
  }

  @Override
  public int read() {
    return next() ? piece.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] out, int offset, int length) {
    check.run();
    if (!next()) {
      return -1;
    }
    int count = Math.min(length, piece.remaining());
    piece.get(out, offset, count);
    return count;
  }

  private boolean next() {
    while (!piece.hasRemaining() && rest.hasNext()) {
      piece = rest.next().duplicate();
    }
    return piece.hasRemaining();
  }
}
