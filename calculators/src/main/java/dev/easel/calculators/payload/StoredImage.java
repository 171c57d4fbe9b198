package dev.easel.calculators.payload;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An encoded picture that a server hands out under a URL.
 *
 * <p><b>Threads</b>: immutable; {@link #content()} gives every caller its own position and limit.
 *
 * @param contentType the picture's media type, for example {@code image/png}
 * @param content the encoded picture
 */
public record StoredImage(String contentType, ByteBuffer content) {

  /** Checks that nothing is missing. */
  public StoredImage {
    Objects.requireNonNull(contentType, "contentType");
    content = content.asReadOnlyBuffer();
  }

  /** The encoded picture as a read-only buffer of the caller's own. */
  @Override
  public ByteBuffer content() {
    return content.duplicate();
  }
}
