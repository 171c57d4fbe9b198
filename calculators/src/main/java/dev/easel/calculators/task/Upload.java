package dev.easel.calculators.task;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An image file that a client sent, not looked at yet.
 *
 * <p><b>Threads</b>: immutable; {@link #content()} gives every caller its own position and limit.
 *
 * <p><b>Ownership</b>: the bytes belong to the request and stay as they are until its run has
 * ended.
 *
 * @param field the field it came in, for error messages
 * @param content the file's bytes
 */
public record Upload(String field, ByteBuffer content) {

  /** Checks that nothing is missing. */
  public Upload {
    Objects.requireNonNull(field, "field");
    content = content.asReadOnlyBuffer();
  }

  /** The file's bytes as a read-only buffer of the caller's own. */
  @Override
  public ByteBuffer content() {
    return content.duplicate();
  }
}
