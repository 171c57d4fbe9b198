package dev.easel.calculators.task;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * One encoded image.
 *
 * <p><b>Threads</b>: immutable; {@link #content()} gives every caller its own positions and limits.
 *
 * @param format the image's format
 * @param width in pixels
 * @param height in pixels
 * @param content the file's bytes, in pieces
 */
public record EncodedImage(ImageFormat format, int width, int height, List<ByteBuffer> content) {

  /** Checks that nothing is missing. */
  public EncodedImage {
    Objects.requireNonNull(format, "format");
    content = content.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
  }

  /** The file's pieces as read-only buffers of the caller's own. */
  @Override
  public List<ByteBuffer> content() {
    return content.stream().map(ByteBuffer::duplicate).toList();
  }

  /** The file's size in bytes. */
  public long length() {
    return content.stream().mapToLong(ByteBuffer::remaining).sum();
  }
}
