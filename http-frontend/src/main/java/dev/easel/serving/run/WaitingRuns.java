package dev.easel.serving.run;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The requests that wait for one servable, in the order in which they came.
 *
 * <p><b>Threads</b>: any.
 */
final class WaitingRuns {
  private final String servable;
  private final int most;
  private final Runnable load;
  private Set<ServedRun> runs = Set.of();

  WaitingRuns(String servable, int most, Runnable load) {
    this.servable = servable;
    this.most = most;
    this.load = load;
  }

  /** Lets one more wait. */
  synchronized void add(ServedRun run) {
    if (runs.size() >= most) {
      throw new StatusException(
          StatusCode.RESOURCE_EXHAUSTED,
          "servable '%s' is being loaded, and %d requests wait for it already; try again"
              .formatted(servable, most));
    }
    run.whenGivenUp(() -> remove(run));
    if (runs.isEmpty()) {
      runs = new LinkedHashSet<>();
    }
    runs.add(run);
  }

  /** Has the servable loaded. */
  void load() {
    load.run();
  }

  synchronized int size() {
    return runs.size();
  }

  /** Takes all of them out. */
  synchronized List<ServedRun> take() {
    List<ServedRun> taken = List.copyOf(runs);
    runs = Set.of();
    return taken;
  }

  private synchronized void remove(ServedRun run) {
    if (!runs.isEmpty()) {
      runs.remove(run);
    }
  }
}
