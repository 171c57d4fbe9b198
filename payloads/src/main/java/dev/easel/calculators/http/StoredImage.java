package dev.easel.calculators.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * An encoded image that a server hands out under a URL.
 *
 * <p><b>Threads</b>: immutable; {@link #content()} gives every caller its own positions and limits.
 *
 * @param contentType the image's media type, for example {@code image/png}
 * @param content the encoded image, in pieces
 */
public record StoredImage(String contentType, List<ByteBuffer> content) {

  /** Checks that nothing is missing. */
  public StoredImage {
    Objects.requireNonNull(contentType, "contentType");
    content = content.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
  }

  /** The encoded image's pieces as read-only buffers of the caller's own. */
  @Override
  public List<ByteBuffer> content() {
    return content.stream().map(ByteBuffer::duplicate).toList();
  }

  /** The image's size in bytes. */
  public long length() {
    return content.stream().mapToLong(ByteBuffer::remaining).sum();
  }
}
