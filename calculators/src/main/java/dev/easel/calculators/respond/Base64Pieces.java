package dev.easel.calculators.respond;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Encodes a file that lies in pieces as one base64 text in pieces, without joining it first; before
 * each piece it calls a check, which may throw to end this.
 */
final class Base64Pieces {

  private static final int GROUP = 3;
  private static final int SCRATCH_BYTES = 16 * 1024 * GROUP;

  private Base64Pieces() {}

  static List<ByteBuffer> encode(List<ByteBuffer> file, Runnable check) {
    List<ByteBuffer> text = new ArrayList<>();
    // Of a read-only buffer the encoder would make a copy as large.
    byte[] scratch = new byte[SCRATCH_BYTES];
    ByteBuffer carry = ByteBuffer.allocate(GROUP);
    for (ByteBuffer piece : file) {
      check.run();
      ByteBuffer rest = piece.duplicate();
      fill(carry, rest);
      if (!carry.hasRemaining()) {
        text.add(Base64.getEncoder().encode(carry.flip()));
        carry.clear();
      }
      while (rest.remaining() >= GROUP) {
        int whole = Math.min(rest.remaining() / GROUP * GROUP, scratch.length);
        rest.get(scratch, 0, whole);
        text.add(Base64.getEncoder().encode(ByteBuffer.wrap(scratch, 0, whole)));
      }
      carry.put(rest);
    }
    if (carry.position() > 0) {
      text.add(Base64.getEncoder().encode(carry.flip()));
    }
    return text;
  }

  /** Completes a group that the piece before began. */
  private static void fill(ByteBuffer carry, ByteBuffer rest) {
    while (carry.position() > 0 && carry.hasRemaining() && rest.hasRemaining()) {
      carry.put(rest.get());
    }
  }
}
