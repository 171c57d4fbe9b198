package dev.easel.calculators.image.png;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The text that Easel leaves in its PNG files: one uncompressed iTXt chunk (RFC 2083 as extended by
 * PNG 1.2, section 4.2.3.3) under the keyword {@code easel}.
 *
 * <p><b>Threads</b>: stateless.
 */
public final class PngText {

  /** The chunk's keyword. */
  public static final String KEYWORD = "easel";

  /** Keyword, end, not compressed, method 0, no language, no translated keyword. */
  private static final byte[] PREFIX = (KEYWORD + "\0\0\0\0\0").getBytes(StandardCharsets.US_ASCII);

  private PngText() {}

  static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(PREFIX.length + bytes.length).put(PREFIX).put(bytes).array();
  }

  /**
   * Finds the text in a PNG file.
   *
   * <p><b>Failure</b>: {@link ImageFormatException} when the file is damaged.
   *
   * @param file a whole file
   */
  public static Optional<String> find(ByteBuffer file) throws ImageFormatException {
    for (PngChunks.Chunk chunk : PngChunks.read(file)) {
      if (chunk.type().equals("iTXt") && chunk.content().remaining() >= PREFIX.length) {
        byte[] start = new byte[PREFIX.length];
        ByteBuffer content = chunk.content();
        content.get(start);
        if (Arrays.equals(start, PREFIX)) {
          return Optional.of(StandardCharsets.UTF_8.decode(content).toString());
        }
      }
    }
    return Optional.empty();
  }
}
