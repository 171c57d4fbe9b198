package dev.easel.framework.config;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;

/** A graph that cannot be used, with everything that is wrong with it. */
public final class GraphConfigException extends StatusException {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  /** A graph with these mistakes; code and message are the combined status of the check. */
  public GraphConfigException(StatusCode code, String message, List<Mistake> mistakes) {
    super(code, message);
    this.mistakes = List.copyOf(mistakes);
  }

  /** Everything that is wrong, in the order of the text. */
  public List<Mistake> mistakes() {
    return mistakes == null ? List.of() : mistakes;
  }
}
