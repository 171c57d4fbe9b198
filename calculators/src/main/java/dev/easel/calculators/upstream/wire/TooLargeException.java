package dev.easel.calculators.upstream.wire;

import java.io.IOException;

/** An answer has more bytes than it may have. */
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long mostBytes;

  TooLargeException(long mostBytes) {
    super("the answer has more than " + mostBytes + " bytes");
    this.mostBytes = mostBytes;
  }

  /** How many it may have. */
  long mostBytes() {
    return mostBytes;
  }
}
