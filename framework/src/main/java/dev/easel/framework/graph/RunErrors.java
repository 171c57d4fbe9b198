package dev.easel.framework.graph;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What has gone wrong in a run.
 *
 * <p><b>Threads:</b> any.
 */
final class RunErrors {
  /** What the message of a run's status starts with. */
  static final String RUN_FAILED = "CalculatorGraph::Run() failed: ";

  /** What the message of a refused packet starts with. */
  static final String HAS_ERRORS = "Graph has errors: ";

  private static final int MAX_KEPT = 1000;

  private List<StatusException> errors = List.of();
  private volatile boolean failed;

  boolean hasFailed() {
    return failed;
  }

  synchronized void add(StatusException error) {
    if (!failed) {
      errors = new ArrayList<>();
    }
    if (errors.size() < MAX_KEPT) {
      errors.add(error);
    }
    failed = true;
  }

  synchronized void clear() {
    errors = List.of();
    failed = false;
  }

  /** All errors as one: with their code, or UNKNOWN if they differ. */
  Optional<StatusException> combined(String comment) {
    return failed ? combineAll(comment) : Optional.empty();
  }

  private synchronized Optional<StatusException> combineAll(String comment) {
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    StatusCode first = errors.get(0).code();
    boolean same = errors.stream().allMatch(e -> e.code() == first);
    String text = errors.stream().map(StatusException::message).collect(Collectors.joining("\n"));
    List<Throwable> thrown = errors.stream().flatMap(e -> e.failures().stream()).toList();
    return Optional.of(
        new StatusException(
            same ? first : StatusCode.UNKNOWN,
            comment + "\n" + text,
            thrown.isEmpty() ? null : thrown.get(0),
            thrown));
  }

  /** What a calculator threw, as an error that says where. */
  static StatusException thrown(String prefix, Throwable thrown) {
    if (thrown instanceof StatusException status) {
      return new StatusException(status.code(), prefix + status.message(), status, List.of(thrown));
    }
    if (thrown instanceof InterruptedException) {
      return new StatusException(
          StatusCode.CANCELLED, prefix + "interrupted", thrown, List.of(thrown));
    }
    StatusCode code =
        thrown instanceof OutOfMemoryError ? StatusCode.RESOURCE_EXHAUSTED : StatusCode.UNKNOWN;
    return new StatusException(code, prefix + thrown, thrown, List.of(thrown));
  }
}
