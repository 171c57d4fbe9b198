package dev.easel.calculators.respond;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Encodes a file that lies in pieces as one base64 text in pieces, without joining it first. */
final class Base64Pieces {

  private static final int GROUP = 3;

  private Base64Pieces() {}

  static List<ByteBuffer> encode(List<ByteBuffer> file) {
    List<ByteBuffer> text = new ArrayList<>();
    ByteBuffer carry = ByteBuffer.allocate(GROUP);
    for (ByteBuffer piece : file) {
      ByteBuffer rest = piece.duplicate();
      fill(carry, rest);
      if (!carry.hasRemaining()) {
        text.add(Base64.getEncoder().encode(carry.flip()));
        carry.clear();
      }
      int whole = rest.remaining() / GROUP * GROUP;
      if (whole > 0) {
        text.add(Base64.getEncoder().encode(rest.slice(rest.position(), whole)));
        rest.position(rest.position() + whole);
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
