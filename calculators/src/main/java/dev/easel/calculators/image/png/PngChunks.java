package dev.easel.calculators.image.png;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Cuts a PNG file into its chunks, checksums verified. */
final class PngChunks {

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int FRAME_BYTES = 12;

  /** A file of the largest size in pieces of 8 KiB has fewer. */
  private static final int MOST_CHUNKS = 50_000;

  private PngChunks() {}

  /** One chunk: its four-letter type and its content. */
  record Chunk(String type, ByteBuffer content) {}

  /** All chunks up to IEND; what follows it is not looked at. */
  static List<Chunk> read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer rest = file.duplicate();
    if (rest.remaining() < Long.BYTES) {
      throw new ImageFormatException("the PNG file is cut off");
    }
    if (rest.getLong() != SIGNATURE) {
      throw new ImageFormatException("the file is no PNG");
    }
    List<Chunk> chunks = new ArrayList<>();
    do {
      if (chunks.size() == MOST_CHUNKS) {
        throw new ImageFormatException("the PNG file has more than " + MOST_CHUNKS + " chunks");
      }
      chunks.add(next(rest));
    } while (!chunks.get(chunks.size() - 1).type().equals("IEND"));
    return chunks;
  }

  private static Chunk next(ByteBuffer rest) throws ImageFormatException {
    if (rest.remaining() < FRAME_BYTES) {
      throw new ImageFormatException("the PNG file is cut off");
    }
    int length = rest.getInt();
    if (length < 0 || length > rest.remaining() - 8) {
      throw new ImageFormatException("the PNG file is cut off");
    }
    ByteBuffer checked = rest.slice(rest.position(), length + 4);
    byte[] type = new byte[4];
    rest.get(type);
    ByteBuffer content = rest.slice(rest.position(), length);
    rest.position(rest.position() + length);
    String name = new String(type, StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(checked);
    if ((int) checksum.getValue() != rest.getInt()) {
      throw new ImageFormatException(
          "the PNG file is damaged: wrong checksum in its " + printable(name) + " chunk");
    }
    return new Chunk(name, content);
  }

  private static String printable(String type) {
    return type.chars().allMatch(Character::isLetter) ? type : "unnamed";
  }
}
