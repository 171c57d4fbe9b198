package dev.easel.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes an input in a few places, mostly where a file says what it is. */
final class Mutation {

  private static final int HEAD = 80;
  private static final int MOST_MOVED = 32;
  private static final String SIGNS = "{}[]()\"'\\:;,%+-=<>/\r\n\t 0919eE.x\u0000";

  private final List<byte[]> corpus;
  private final SplittableRandom random;

  Mutation(List<byte[]> corpus, long seed) {
    this.corpus = corpus;
    this.random = new SplittableRandom(seed);
  }

  /** A changed input; another seed makes another one. */
  byte[] next() {
    byte[] bytes = any().clone();
    for (int i = 1 + random.nextInt(6); i > 0 && bytes.length > 0; i--) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] change(byte[] bytes) {
    int reach = random.nextBoolean() ? Math.min(HEAD, bytes.length) : bytes.length;
    int at = random.nextInt(reach);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
      case 2 -> bytes[at] = (byte) random.nextInt(256);
      case 3 -> bytes[at] = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
      case 4 -> {
        byte[] other = any();
        int count = Math.min(1 + random.nextInt(MOST_MOVED), other.length);
        byte[] piece = Arrays.copyOfRange(other, 0, 0);
        if (count > 0) {
          int from = random.nextInt(other.length - count + 1);
          piece = Arrays.copyOfRange(other, from, from + count);
        }
        return joined(bytes, at, piece, at);
      }
      case 5 -> {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(MOST_MOVED));
        return joined(bytes, at, new byte[0], to);
      }
      case 6 -> {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(MOST_MOVED));
        return joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
      }
      default -> {
        return Arrays.copyOf(bytes, bytes.length - random.nextInt(Math.min(4, bytes.length)));
      }
    }
    return bytes;
  }

  /** What stands before {@code to}, a piece, and what stands from {@code from} on. */
  private static byte[] joined(byte[] bytes, int to, byte[] piece, int from) {
    byte[] all = new byte[to + piece.length + bytes.length - from];
    System.arraycopy(bytes, 0, all, 0, to);
    System.arraycopy(piece, 0, all, to, piece.length);
    System.arraycopy(bytes, from, all, to + piece.length, bytes.length - from);
    return all;
  }
}
