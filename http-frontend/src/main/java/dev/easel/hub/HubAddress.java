package dev.easel.hub;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a hub is and how to be let in.
 *
 * @param endpoint the hub's address, without a slash at its end
 * @param token what identifies the user; sent to no other host
 */
public record HubAddress(URI endpoint, Optional<String> token) {
  private static final String PUBLIC = "https://huggingface.co";

  /**
   * The hub that the environment names with {@code HF_ENDPOINT}, else the public one, as OVMS has
   * it; {@code HF_TOKEN}, else the token that the hub's own tools have stored.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when what the environment names is no address.
   */
  public static HubAddress of(Map<String, String> environment) {
    String endpoint = value(environment, "HF_ENDPOINT").orElse(PUBLIC);
    try {
      URI uri = URI.create(endpoint.replaceAll("/+$", ""));
      if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
        throw new IllegalArgumentException("no http or https address");
      }
      return new HubAddress(uri, token(environment));
    } catch (IllegalArgumentException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "HF_ENDPOINT is '" + endpoint + "': " + e.getMessage(), e);
    }
  }

  private static Optional<String> token(Map<String, String> environment) {
    return value(environment, "HF_TOKEN").or(() -> stored(environment));
  }

  private static Optional<String> stored(Map<String, String> environment) {
    Path cache =
        value(environment, "XDG_CACHE_HOME")
            .map(Path::of)
            .orElseGet(() -> Path.of(value(environment, "HOME").orElse(".")).resolve(".cache"));
    Path home =
        value(environment, "HF_HOME").map(Path::of).orElseGet(() -> cache.resolve("huggingface"));
    return Stream.of(
            value(environment, "HF_TOKEN_PATH").map(Path::of).stream(),
            Stream.of(home.resolve("token")))
        .flatMap(paths -> paths)
        .filter(Files::isReadable)
        .findFirst()
        .flatMap(HubAddress::read);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** The address of a path on the hub; its segments are escaped here. */
  URI resolve(String path, String query) {
    StringBuilder text = new StringBuilder(endpoint.toString());
    for (String segment : path.split("/", -1)) {
      text.append(segment.isEmpty() ? "" : "/").append(escaped(segment));
    }
    return URI.create(query.isEmpty() ? text.toString() : text + "?" + query);
  }

  private static String escaped(String segment) {
    StringBuilder text = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      text.append(isPlain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return text.toString();
  }

  /** Whether an address belongs to the hub itself, and not to a store that it points to. */
  boolean owns(URI uri) {
    return String.valueOf(endpoint.getScheme()).equals(uri.getScheme())
        && String.valueOf(endpoint.getHost()).equalsIgnoreCase(uri.getHost())
        && endpoint.getPort() == uri.getPort();
  }
}
