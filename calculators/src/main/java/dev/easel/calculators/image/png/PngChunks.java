package dev.easel.calculators.image.png;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Cuts a PNG file into its chunks, checksums verified. Where one is wrong, a chunk that the picture
 * does not need is left out, and any other refused.
 */
final class PngChunks {

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int FRAME_BYTES = 12;

  /** A file of the largest size in pieces of 8 KiB has fewer. */
  private static final int MOST_CHUNKS = 50_000;

  private static final String END = "IEND";
  private static final int PIXELS = 0x49444154;

  /** The type of an end that is not in the file. */
  private static final String NO_END = "";

  private PngChunks() {}

  /** One chunk: its four-letter type and its content. */
  record Chunk(String type, ByteBuffer content) {}

  /**
   * All chunks up to IEND; what follows it is not looked at. A file that ends before it, but after
   * pixels, is read as far as it goes: whether rows are missing shows when they are unpacked.
   */
  static List<Chunk> read(ByteBuffer file) throws ImageFormatException {
    ByteBuffer rest = file.duplicate();
    if (rest.remaining() < Long.BYTES) {
      throw new ImageFormatException("the PNG file is cut off");
    }
    if (rest.getLong() != SIGNATURE) {
      throw new ImageFormatException("the file is no PNG");
    }
    List<Chunk> chunks = new ArrayList<>();
    int seen = 0;
    do {
      if (seen == MOST_CHUNKS) {
        throw new ImageFormatException("the PNG file has more than " + MOST_CHUNKS + " chunks");
      }
      Optional<Chunk> last = isWhole(rest) ? next(rest) : last(rest, chunks);
      last.ifPresent(chunks::add);
      if (last.isPresent() && List.of(END, NO_END).contains(last.get().type())) {
        return chunks;
      }
      seen++;
    } while (true);
  }

  private static boolean isWhole(ByteBuffer rest) {
    if (rest.remaining() < FRAME_BYTES) {
      return false;
    }
    int length = rest.getInt(rest.position());
    return length >= 0 && length <= rest.remaining() - FRAME_BYTES;
  }

  /** The end of a file that has none, or first what it holds of its last piece of pixels. */
  private static Optional<Chunk> last(ByteBuffer rest, List<Chunk> chunks)
      throws ImageFormatException {
    boolean isPixels =
        rest.remaining() > Long.BYTES && rest.getInt(rest.position() + Integer.BYTES) == PIXELS;
    if (isPixels) {
      int start = rest.position() + Long.BYTES;
      ByteBuffer content = rest.slice(start, rest.limit() - start);
      rest.position(rest.limit());
      return Optional.of(new Chunk(PngInput.PIXELS, content));
    }
    if (chunks.stream().noneMatch(chunk -> chunk.type().equals(PngInput.PIXELS))) {
      throw new ImageFormatException("the PNG file is cut off");
    }
    return Optional.of(new Chunk(NO_END, ByteBuffer.allocate(0)));
  }

  private static Optional<Chunk> next(ByteBuffer rest) throws ImageFormatException {
    int length = rest.getInt();
    ByteBuffer checked = rest.slice(rest.position(), length + 4);
    byte[] type = new byte[4];
    rest.get(type);
    ByteBuffer content = rest.slice(rest.position(), length);
    rest.position(rest.position() + length);
    String name = new String(type, StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(checked);
    boolean isRight = (int) checksum.getValue() == rest.getInt();
    if (!isRight && !isCritical(type)) {
      return Optional.empty();
    }
    if (!isRight) {
      throw new ImageFormatException(
          "the PNG file is damaged: wrong checksum in its " + printable(name) + " chunk");
    }
    return Optional.of(new Chunk(name, content));
  }

  /** What a decoder must understand has a capital letter first. */
  private static boolean isCritical(byte[] type) {
    return (type[0] & 0x20) == 0;
  }

  /** Whether the file ended before its picture said so. */
  static boolean isCutOff(List<Chunk> chunks) {
    return chunks.get(chunks.size() - 1).type().equals(NO_END);
  }

  private static String printable(String type) {
    return type.chars().allMatch(Character::isLetter) ? type : "unnamed";
  }
}
