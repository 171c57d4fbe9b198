package dev.easel.serving.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that people write, and that others may have put there. */
public final class TextFile {

  /** Many times what the largest graph has; what is read of a text takes many times its bytes. */
  private static final int MOST_BYTES = 2 << 20;

  private TextFile() {}

  /**
   * The text of a file.
   *
   * @throws IOException when it cannot be read, is no UTF-8 or has more than 2 MiB
   */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it has more than 2 MiB, which no text of this kind has");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }
}
