package dev.easel.fuzz;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.ImageHeader;
import java.nio.ByteBuffer;

/** Reads the headers of pictures of every format. */
final class HeaderTarget implements Target.Reader {

  @Override
  public void read(byte[] input) throws ImageFormatException {
    ByteBuffer file = ByteBuffer.wrap(input).asReadOnlyBuffer();
    ImageHeader header = ImageHeader.read(file);
    if (file.position() != 0 || file.remaining() != input.length) {
      throw new AssertionError("the reader has moved the caller's buffer");
    }
    if (header.width() < 0 || header.height() < 0) {
      throw new AssertionError("a side below nothing: " + header);
    }
    byte[] moved = new byte[input.length + 3];
    System.arraycopy(input, 0, moved, 2, input.length);
    ByteBuffer part = ByteBuffer.wrap(moved, 2, input.length);
    if (!ImageHeader.read(part).equals(header)) {
      throw new AssertionError("a part of a buffer is read in another way than a whole one");
    }
  }
}
