package dev.easel.framework.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Things by name, looked up from inside a namespace outwards.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what stands behind a name
 */
public final class RegisteredNames<T> {
  private final Map<String, T> byName;

  /** Names in their normal form. */
  public RegisteredNames(Map<String, T> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Names in code may use {@code ::}; the namespace {@code mediapipe} is the one without a name.
   */
  public static String normal(String name) {
    String dotted = name.replace("::", ".");
    String absolute = dotted.startsWith(".") ? dotted.substring(1) : dotted;
    return absolute.startsWith("mediapipe.") ? absolute.substring(10) : absolute;
  }

  /** What has this name, seen from {@code namespace}. */
  public Optional<T> find(String namespace, String name) {
    for (String candidate : candidates(namespace, name)) {
      T found = byName.get(candidate);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** All names. */
  public Set<String> names() {
    return byName.keySet();
  }

  private static List<String> candidates(String namespace, String name) {
    List<String> result = new ArrayList<>();
    String scope = name.startsWith(".") ? "" : namespace.replace("::", ".");
    while (!scope.isEmpty()) {
      result.add(normal(scope + "." + name));
      scope = scope.substring(0, Math.max(0, scope.lastIndexOf('.')));
    }
    result.add(normal(name));
    return result;
  }

  /**
   * What a registry's builder collects.
   *
   * @param <T> what stands behind a name
   */
  public static final class Collected<T> {
    private final String kind;
    private final Map<String, T> byName = new LinkedHashMap<>();

    /** Nothing yet; {@code kind} is what messages call it. */
    public Collected(String kind) {
      this.kind = kind;
    }

    /** Adds something; a name is given once. */
    public void add(String name, T value) {
      if (byName.putIfAbsent(normal(name), value) != null) {
        throw new IllegalArgumentException(kind + " \"" + name + "\" is already registered");
      }
    }

    /** What was added so far. */
    public RegisteredNames<T> build() {
      return new RegisteredNames<>(byName);
    }
  }
}
