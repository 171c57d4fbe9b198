package dev.easel.framework.config;

import dev.easel.framework.status.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a graph, and the status that the first failing phase gives. */
final class Report {
  private final List<Mistake> mistakes = new ArrayList<>();
  private @Nullable StatusCode code;
  private String message = "";

  /** A phase that collects the errors of all nodes before it fails. */
  final class Phase {
    private final String comment;
    private final List<StatusCode> codes = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    private Phase(String comment) {
      this.comment = comment;
    }

    void error(StatusCode errorCode, String errorMessage) {
      codes.add(errorCode);
      messages.add(errorMessage);
    }

    boolean hasErrors() {
      return !codes.isEmpty();
    }

    void end() {
      if (hasErrors()) {
        boolean same = codes.stream().distinct().count() == 1;
        fail(
            same ? codes.get(0) : StatusCode.UNKNOWN, comment + "\n" + String.join("\n", messages));
      }
    }
  }

  Phase phase(String comment) {
    return new Phase(comment);
  }

  /** The graph fails; only the first failure gives the status. */
  void fail(StatusCode failureCode, String failureMessage) {
    if (code == null) {
      code = failureCode;
      message = failureMessage;
    }
  }

  /** A mistake that fails the graph at once. */
  void fail(StatusCode failureCode, Origin where, String node, String what, String hint) {
    fail(failureCode, what);
    add(failureCode, where, node, what, hint);
  }

  void add(StatusCode mistakeCode, Origin where, String node, String what, String hint) {
    mistakes.add(
        new Mistake(mistakeCode, where.file(), where.line(), where.column(), node, what, hint));
  }

  boolean hasFailed() {
    return code != null;
  }

  void throwIfFailed() {
    StatusCode failed = code;
    if (failed != null) {
      List<Mistake> sorted = new ArrayList<>(mistakes.stream().distinct().toList());
      sorted.sort(Comparator.comparing(Mistake::file).thenComparingInt(Mistake::line));
      String lines = sorted.stream().map(Mistake::toString).collect(Collectors.joining("\n"));
      throw new GraphConfigException(failed, message + "\n" + lines, sorted);
    }
  }
}
