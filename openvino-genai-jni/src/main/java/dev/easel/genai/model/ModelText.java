package dev.easel.genai.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the small configurations of a model's folder, which anybody may have written. */
public final class ModelText {

  /** Real ones have a few KiB; what is made of one of this size takes some 60 MB. */
  private static final int MOST_BYTES = 1 << 20;

  private ModelText() {}

  /** A configuration that is larger than any is. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private TooLargeException(Path file) {
      super(file + " has more than " + MOST_BYTES + " bytes; no configuration of a model has");
    }
  }

  /**
   * Reads a file.
   *
   * @throws TooLargeException before more than is allowed is in memory
   */
  public static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new TooLargeException(file);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
