package dev.easel.serving.config;

import dev.easel.framework.config.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** A {@code config.json} from which nothing can be served. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which of the two ways of being unusable it is. */
  public enum Kind {
    /** The file is not there or may not be read. */
    UNREADABLE,
    /** The file is no JSON, or not the JSON that a configuration is made of. */
    INVALID
  }

  private final Kind kind;
  private final transient List<Mistake> mistakes;

  private ConfigException(Kind kind, List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.kind = kind;
    this.mistakes = List.copyOf(mistakes);
  }

  /** A file that cannot be read. */
  public static ConfigException unreadable(String file, String reason) {
    return new ConfigException(
        Kind.UNREADABLE,
        List.of(
            JsonTree.mistake(
                file, 0, 0, "configuration file not found or cannot open: " + reason)));
  }

  /** A file with mistakes. */
  public static ConfigException invalid(List<Mistake> mistakes) {
    return new ConfigException(Kind.INVALID, mistakes);
  }

  /** Whether the file could not be read, or was read and is wrong. */
  public Kind kind() {
    return kind;
  }

  /** Every mistake found, in the file's order; never empty. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
