package dev.easel.calculators.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One part of a {@code multipart/form-data} body.
 *
 * <p><b>Threads</b>: immutable; {@link #content()} gives every caller its own position and limit.
 *
 * <p><b>Ownership</b>: whoever made the part promises that the bytes stay as they are until the run
 * that received it has ended.
 *
 * @param name the field's name, as sent
 * @param fileName the file's name when the part is a file
 * @param contentType the part's own content type, as sent
 * @param content the part's bytes
 */
public record FormPart(
    String name, Optional<String> fileName, Optional<String> contentType, ByteBuffer content) {

  private static final Pattern BYTES =
      Pattern.compile("image/|application/octet-stream", Pattern.CASE_INSENSITIVE);

  /** Checks that nothing is missing. */
  public FormPart {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(contentType, "contentType");
    content = content.asReadOnlyBuffer();
  }

  /** A text field. */
  public static FormPart text(String name, String value) {
    ByteBuffer content = StandardCharsets.UTF_8.encode(value);
    return new FormPart(name, Optional.empty(), Optional.empty(), content);
  }

  /** A file with a content type. */
  public static FormPart file(
      String name, String fileName, String contentType, ByteBuffer content) {
    return new FormPart(name, Optional.of(fileName), Optional.of(contentType), content);
  }

  /** The part's bytes as a read-only buffer of the caller's own. */
  @Override
  public ByteBuffer content() {
    return content.duplicate();
  }

  /**
   * Whether the part is a file: it carries a file name, or bytes by its content type. Clients that
   * upload a stream have no name to tell.
   */
  public boolean isFile() {
    return fileName.isPresent()
        || contentType.map(type -> BYTES.matcher(type.strip()).lookingAt()).orElse(false);
  }

  /** The content as UTF-8 text; malformed bytes become the replacement character. */
  public String text() {
    return StandardCharsets.UTF_8.decode(content()).toString();
  }
}
