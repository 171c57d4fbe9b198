package dev.easel.calculators.task;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * An image file that a client sent, not looked at yet.
 *
 * <p><b>Threads</b>: immutable; {@link #content()} gives every caller its own position and limit.
 *
 * <p><b>Ownership</b>: the bytes belong to the request and stay as they are until its run has
 * ended.
 *
 * @param field the field it came in, for error messages
 * @param content the file's bytes; none while they are still to be fetched
 * @param address where they are to be fetched from
 */
public record Upload(String field, ByteBuffer content, Optional<ImageAddress> address) {

  /** Checks that nothing is missing. */
  public Upload {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(address, "address");
    content = content.asReadOnlyBuffer();
  }

  /** A file that is there. */
  public Upload(String field, ByteBuffer content) {
    this(field, content, Optional.empty());
  }

  /** A file that is to be fetched. */
  public static Upload at(String field, ImageAddress address) {
    return new Upload(field, ByteBuffer.allocate(0), Optional.of(address));
  }

  /** The same once it is there. */
  public Upload fetched(ByteBuffer bytes) {
    return new Upload(field, bytes);
  }

  /** The file's bytes as a read-only buffer of the caller's own. */
  @Override
  public ByteBuffer content() {
    return content.duplicate();
  }
}
