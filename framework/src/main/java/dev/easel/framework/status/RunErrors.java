package dev.easel.framework.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What has gone wrong in a run.
 *
 * <p><b>Threads:</b> any.
 */
public final class RunErrors {
  /** What the message of a run's status starts with. */
  public static final String RUN_FAILED = "CalculatorGraph::Run() failed: ";

  /** What the message of a refused packet starts with. */
  public static final String HAS_ERRORS = "Graph has errors: ";

  private static final int MAX_KEPT = 1000;

  private List<StatusException> errors = List.of();
  private List<StatusException> echoes = List.of();
  private List<Runnable> listeners = List.of();
  private volatile boolean failed;

  /** None yet. */
  public RunErrors() {}

  /** Whether there is any. */
  public boolean hasFailed() {
    return failed;
  }

  /** Adds one; the first is told to those who listen, on the thread that adds it. */
  public void add(StatusException error) {
    keep(error).forEach(Runnable::run);
  }

  /** Those to whom it is to be told. */
  private synchronized List<Runnable> keep(StatusException error) {
    if (!failed) {
      errors = new ArrayList<>();
    }
    if (errors.size() < MAX_KEPT) {
      errors.add(error);
    }
    failed = true;
    List<Runnable> told = listeners;
    listeners = List.of();
    return told;
  }

  /**
   * Has somebody told of the first one, once, at once if there is one.
   *
   * @param listener must neither wait nor throw
   */
  public void listen(Runnable listener) {
    synchronized (this) {
      if (!failed) {
        List<Runnable> more = new ArrayList<>(listeners);
        more.add(listener);
        listeners = more;
        return;
      }
    }
    listener.run();
  }

  /** Somebody does not want to be told any more, and may still be when the error is just coming. */
  public synchronized void forget(Runnable listener) {
    listeners = listeners.stream().filter(each -> each != listener).toList();
  }

  /**
   * Adds one that somebody else may tell too, in more words.
   *
   * @return false if it was told already; nothing is added then
   */
  public boolean addEcho(StatusException error) {
    List<Runnable> told;
    synchronized (this) {
      if (errors.stream().anyMatch(each -> each.message().startsWith(error.message()))) {
        return false;
      }
      told = keep(error);
      if (echoes.isEmpty()) {
        echoes = new ArrayList<>();
      }
      echoes.add(error);
    }
    told.forEach(Runnable::run);
    return true;
  }

  private boolean isTold(StatusException echo) {
    return echoes.contains(echo)
        && errors.stream()
            .anyMatch(each -> each != echo && each.message().startsWith(echo.message()));
  }

  /** All errors as one: with their code, or UNKNOWN if they differ. */
  public Optional<StatusException> combined(String comment) {
    return failed ? combineAll(comment) : Optional.empty();
  }

  private synchronized Optional<StatusException> combineAll(String comment) {
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    List<StatusException> all = errors.stream().filter(each -> !isTold(each)).toList();
    StatusCode first = all.get(0).code();
    boolean same = all.stream().allMatch(e -> e.code() == first);
    String text = all.stream().map(StatusException::message).collect(Collectors.joining("\n"));
    List<Throwable> thrown = all.stream().flatMap(e -> e.failures().stream()).toList();
    return Optional.of(
        new StatusException(
            same ? first : StatusCode.UNKNOWN,
            comment + "\n" + text,
            thrown.isEmpty() ? null : thrown.get(0),
            thrown));
  }

  /** What a calculator threw, as an error that says where. */
  public static StatusException thrown(String prefix, Throwable thrown) {
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
