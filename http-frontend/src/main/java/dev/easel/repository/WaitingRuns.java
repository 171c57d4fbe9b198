package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
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
  private Set<WaitingRun> runs = Set.of();

  WaitingRuns(String servable, int most, Runnable load) {
    this.servable = servable;
    this.most = most;
    this.load = load;
  }

  /** Lets one more wait. */
  synchronized WaitingRun add(HttpRequestPayload payload, RunTerms terms, RunListener listener) {
    if (runs.size() >= most) {
      throw new StatusException(
          StatusCode.RESOURCE_EXHAUSTED,
          "servable '%s' is being loaded, and %d requests wait for it already; try again"
              .formatted(servable, most));
    }
    WaitingRun run = new WaitingRun(payload, terms, listener, this::remove);
    if (runs.isEmpty()) {
      runs = new LinkedHashSet<>();
    }
    runs.add(run);
    return run;
  }

  /** Has the servable loaded. */
  void load() {
    load.run();
  }

  synchronized int size() {
    return runs.size();
  }

  /** Takes all of them out. */
  synchronized List<WaitingRun> take() {
    List<WaitingRun> taken = List.copyOf(runs);
    runs = Set.of();
    return taken;
  }

  private synchronized void remove(WaitingRun run) {
    if (!runs.isEmpty()) {
      runs.remove(run);
    }
  }
}
