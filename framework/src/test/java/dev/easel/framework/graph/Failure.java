package dev.easel.framework.graph;

import dev.easel.framework.status.StatusException;
import java.util.Optional;

/** What a call on a graph fails with. */
final class Failure {
  private Failure() {}

  /** The status that {@code call} throws, empty if it throws none. */
  static Optional<StatusException> of(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (StatusException e) {
      return Optional.of(e);
    }
  }
}
