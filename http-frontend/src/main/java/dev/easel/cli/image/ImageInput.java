package dev.easel.cli.image;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a user names as an image. */
public final class ImageInput {
  /** As much as a server takes in a request, whatever its settings. */
  private static final int MOST_BYTES = 256 << 20;

  private ImageInput() {}

  /**
   * Its bytes.
   *
   * <p><b>Failure</b>: {@code NOT_FOUND} when it cannot be read, {@code INVALID_ARGUMENT} when it
   * is too long for an image.
   *
   * @param what what named it, for messages, such as {@code --mask: }; may be empty
   */
  public static ByteBuffer read(Path file, String what) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT,
            what + file + " has more than 256 MiB and is no image that Easel made or takes");
      }
      return ByteBuffer.wrap(bytes);
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.NOT_FOUND, what + "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
