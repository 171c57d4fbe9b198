package dev.easel.calculators.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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

  /** The name of the field that names the charset of the form's other fields (RFC 7578). */
  public static final String CHARSET = "_charset_";

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

  /**
   * The content as text, of the {@code charset} that the content type names, else of UTF-8.
   *
   * <p><b>Failure</b>: {@link RequestException} when the charset is unknown here, or when the
   * content is no text of it: a text is never changed in silence.
   */
  public String text() {
    Charset charset = charset();
    try {
      return charset.newDecoder().decode(content()).toString();
    } catch (CharacterCodingException e) {
      throw RequestException.invalid(
          name,
          "is no text in "
              + charset.name()
              + "; send UTF-8, or name the charset in the part's Content-Type");
    }
  }

  private Charset charset() {
    String type = contentType.orElse("");
    int parameters = type.indexOf(';');
    String named =
        parameters < 0
            ? ""
            : MediaType.parameter(type.substring(parameters + 1), "charset").orElse("");
    try {
      return named.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(named);
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid(name, "the charset '" + named + "' is unknown; send UTF-8");
    }
  }
}
