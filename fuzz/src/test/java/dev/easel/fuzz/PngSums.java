package dev.easel.fuzz;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Makes the checksums of a PNG file's chunks right. */
final class PngSums {

  private static final int SIGNATURE = 8;
  private static final int AROUND = 12;

  private PngSums() {}

  /** A copy with right checksums, as far as its chunks can be told. */
  static byte[] right(byte[] file) {
    byte[] copy = file.clone();
    ByteBuffer bytes = ByteBuffer.wrap(copy);
    int at = SIGNATURE;
    while (at + AROUND <= copy.length) {
      int length = bytes.getInt(at);
      if (length < 0 || length > copy.length - at - AROUND) {
        return copy;
      }
      CRC32 sum = new CRC32();
      sum.update(copy, at + 4, 4 + length);
      bytes.putInt(at + 8 + length, (int) sum.getValue());
      at += AROUND + length;
    }
    return copy;
  }
}
