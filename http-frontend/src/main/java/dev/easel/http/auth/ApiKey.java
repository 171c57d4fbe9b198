package dev.easel.http.auth;

import dev.easel.access.KeyHash;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key that clients must send as {@code Authorization: Bearer <key>}.
 *
 * <p><b>Threads</b>: immutable. The key itself is not kept.
 */
public final class ApiKey {

  private static final String SCHEME = "Bearer ";

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final KeyHash hash;

  private ApiKey(String key) {
    this.hash = KeyHash.of(key);
  }

  /** What is kept of the key. */
  public KeyHash hash() {
    return hash;
  }

  /** A key of one line of text. */
  public static ApiKey of(String key) {
    if (key.startsWith(BYTE_ORDER_MARK)) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "the API key begins with a byte order mark, which no client would send; save the file"
              + " without one");
    }
    if (key.isEmpty() || key.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "an API key is one line of ASCII text that is not empty: it travels in a header");
    }
    return new ApiKey(key);
  }

  /**
   * The key that a deployer gave: the first line of a file without the blanks at its end, else an
   * environment variable's value; empty when there is neither.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when the file cannot be read, or when neither it
   * nor the variable has a key: a server that was meant to be closed must not start open.
   */
  public static Optional<ApiKey> load(Optional<Path> file, Optional<String> variable) {
    Optional<String> given = variable.filter(value -> !value.isEmpty());
    if (file.isEmpty()) {
      return given.map(ApiKey::of);
    }
    String first = firstLine(file.get());
    if (!first.isEmpty()) {
      return Optional.of(of(first));
    }
    return Optional.of(
        given
            .map(ApiKey::of)
            .orElseThrow(
                () ->
                    new StatusException(
                        StatusCode.INVALID_ARGUMENT,
                        "the first line of the API key file " + file.get() + " is empty")));
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("").stripTrailing();
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "cannot read the API key file " + file, e);
    }
  }

  /**
   * The key that an {@code Authorization} header carries; empty when it carries none. The case of
   * the scheme does not matter (RFC 9110).
   */
  static Optional<String> sent(Optional<String> authorization) {
    return authorization
        .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(text -> text.substring(SCHEME.length()));
  }
}
