package dev.easel.serving.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a servable may be called: it becomes part of URLs and, by default, of a path. */
public final class ServableName {
  private ServableName() {}

  /** What is wrong with a name; empty when nothing is. */
  public static Optional<String> mistake(String name) {
    if (name.isEmpty()) {
      return Optional.of("'name' is empty");
    }
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return Optional.of("'name' holds a control character");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      return Optional.of("'name' holds half a character, a surrogate without the other one");
    }
    if (name.startsWith("/") || Arrays.asList(name.split("/", -1)).contains("..")) {
      return Optional.of("'name' must not start with '/' nor hold '..': it names a folder too");
    }
    return Optional.empty();
  }
}
