package dev.easel.store.sqlite;

import dev.easel.store.task.Lease;
import dev.easel.store.task.StoredTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Until when the running tasks are whose, and how far they are. Only in memory: when the process
 * has ended, so have its takers, and the next opening of the store takes all tasks back.
 *
 * <p><b>Threads</b>: any. The writer's thread opens and ends leases, after the commit.
 */
final class OpenLeases {
  private final StoreClock clock;
  private final Map<String, Open> leases = new ConcurrentHashMap<>();

  private record Open(String worker, long token, long endMillis, int step, int steps) {
    boolean isOf(Lease lease) {
      return token == lease.token() && worker.equals(lease.worker());
    }
  }

  OpenLeases(StoreClock clock) {
    this.clock = clock;
  }

  void open(Lease lease, Duration time) {
    leases.put(lease.task().id(), new Open(lease.worker(), lease.token(), end(time), 0, 0));
  }

  void end(String id) {
    leases.remove(id);
  }

  boolean renew(Lease lease, Duration time) {
    return change(
        lease, open -> new Open(open.worker, open.token, end(time), open.step, open.steps));
  }

  boolean tell(Lease lease, int step, int steps) {
    return change(lease, open -> new Open(open.worker, open.token, open.endMillis, step, steps));
  }

  private boolean change(Lease lease, UnaryOperator<Open> change) {
    Open now =
        leases.computeIfPresent(
            lease.task().id(), (id, open) -> open.isOf(lease) ? change.apply(open) : open);
    return now != null && now.isOf(lease);
  }

  private long end(Duration time) {
    return clock.deadlineMillis() + time.toMillis();
  }

  /** The tasks whose leases have run out. */
  List<String> lapsed() {
    long now = clock.deadlineMillis();
    return leases.entrySet().stream()
        .filter(each -> each.getValue().endMillis <= now)
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean hasLapsed() {
    long now = clock.deadlineMillis();
    return leases.values().stream().anyMatch(each -> each.endMillis <= now);
  }

  /** The task with its steps, if it runs. */
  StoredTask withProgress(StoredTask task) {
    Open open = leases.get(task.id());
    return open == null
        ? task
        : new StoredTask(
            task.id(),
            task.terms(),
            task.state(),
            task.times(),
            open.step,
            open.steps,
            task.takers(),
            task.outcome());
  }
}
