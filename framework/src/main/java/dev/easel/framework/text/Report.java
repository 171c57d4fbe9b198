package dev.easel.framework.text;

import dev.easel.framework.status.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a graph, of very many mistakes the first, and the status that the
 * first failing phase gives.
 *
 * <p><b>Threads:</b> used by the one thread that loads the graph.
 */
public final class Report {
  /** Who mends a hundred mistakes looks again; a small file can have very many. */
  private static final int MOST = 100;

  private int more;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable StatusCode code;
  private String message = "";

  /**
   * One thing that is wrong.
   *
   * @param code what kind of mistake it is
   * @param where where it stands
   * @param node the canonical name of the node, "" for the graph itself
   * @param message what is wrong
   * @param hint what would be right, "" where the message says it
   */
  public record Finding(StatusCode code, Origin where, String node, String message, String hint) {}

  /** Makes a report without any findings. */
  public Report() {}

  /** A phase that collects the errors of all nodes before it fails. */
  public final class Phase {
    private final String comment;
    private final List<StatusCode> codes = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();

    private Phase(String comment) {
      this.comment = comment;
    }

    /** One node's error. */
    public void error(StatusCode errorCode, String errorMessage) {
      codes.add(errorCode);
      if (messages.size() < MOST) {
        messages.add(errorMessage);
      }
    }

    /** Whether any node has an error. */
    public boolean hasErrors() {
      return !codes.isEmpty();
    }

    /** The phase is over; with any error the graph fails. */
    public void end() {
      if (hasErrors()) {
        boolean same = codes.stream().distinct().count() == 1;
        int hidden = codes.size() - messages.size();
        fail(
            same ? codes.get(0) : StatusCode.UNKNOWN,
            comment
                + "\n"
                + String.join("\n", messages)
                + (hidden == 0 ? "" : "\nand " + hidden + " more"));
      }
    }
  }

  /** A phase whose failure starts with {@code comment}. */
  public Phase phase(String comment) {
    return new Phase(comment);
  }

  /** The graph fails; only the first failure gives the status. */
  public void fail(StatusCode failureCode, String failureMessage) {
    if (code == null) {
      code = failureCode;
      message = failureMessage;
    }
  }

  /** A mistake that fails the graph at once. */
  public void fail(StatusCode failureCode, Origin where, String node, String what, String hint) {
    fail(failureCode, what);
    add(failureCode, where, node, what, hint);
  }

  /** A mistake; the graph fails when its phase does. */
  public void add(StatusCode mistakeCode, Origin where, String node, String what, String hint) {
    if (findings.size() == MOST) {
      more++;
      return;
    }
    Origin place = new Origin(where.file(), where.line(), where.column());
    findings.add(new Finding(mistakeCode, place, node, what, hint));
  }

  /** Whether anything failed so far. */
  public boolean hasFailed() {
    return code != null;
  }

  /** The code of the first failure, if there is one. */
  public Optional<StatusCode> code() {
    return Optional.ofNullable(code);
  }

  /** The message of the first failure. */
  public String message() {
    return message;
  }

  /** What is wrong, in the order of the text; of very many mistakes the first, and their number. */
  public List<Finding> findings() {
    List<Finding> told =
        new ArrayList<>(
            findings.stream()
                .distinct()
                .sorted(
                    Comparator.comparing((Finding f) -> f.where.file())
                        .thenComparingInt(f -> f.where.line()))
                .toList());
    if (more > 0) {
      Finding last = told.get(told.size() - 1);
      Origin file = new Origin(last.where.file(), 0, 0);
      told.add(new Finding(last.code, file, "", "has " + more + " more mistakes", ""));
    }
    return told;
  }
}
