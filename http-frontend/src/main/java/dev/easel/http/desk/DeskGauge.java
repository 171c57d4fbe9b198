package dev.easel.http.desk;

import dev.easel.http.desk.task.TaskDesk;
import dev.easel.http.desk.task.TaskView;
import dev.easel.http.metrics.DeskReport;
import dev.easel.store.DurableStore;
import dev.easel.store.StoreReport;
import dev.easel.store.failure.StoreException;
import dev.easel.store.task.TaskState;
import dev.easel.task.ServableLines;
import dev.easel.task.batch.BatchRunner;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds how tasks, batches and webhooks stand, so that whoever reads metrics does
 * not wait for a store. While the store is away, the last look counts.
 *
 * <p><b>Threads</b>: any may ask; one of its own looks. <b>Ownership</b>: closed before the store.
 */
final class DeskGauge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeskGauge.class);
  private static final long PERIOD_SECONDS = 5;
  private static final long END_SECONDS = 10;
  private static final double MILLIS = 1000;

  private final DurableStore store;
  private final Supplier<Map<String, Long>> attempts;
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(DeskGauge::thread);
  private volatile DeskReport report = DeskReport.NONE;

  private DeskGauge(DurableStore store, Supplier<Map<String, Long>> attempts) {
    this.store = store;
    this.attempts = attempts;
  }

  /**
   * Begins to look.
   *
   * @param attempts how many attempts to tell a webhook ended in which way
   */
  static DeskGauge start(DurableStore store, Supplier<Map<String, Long>> attempts) {
    DeskGauge gauge = new DeskGauge(store, attempts);
    var unused =
        gauge.looker.scheduleWithFixedDelay(gauge::look, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    return gauge;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "easel-desk-gauge");
    thread.setDaemon(true);
    return thread;
  }

  /** How everything stood at the last look. */
  DeskReport report() {
    return report;
  }

  private void look() {
    try {
      Map<String, Long> tasks = new TreeMap<>();
      Map<String, Long> lines = new TreeMap<>();
      store
          .tasks()
          .waiting()
          .forEach(
              (line, count) -> {
                if (!line.equals(BatchRunner.LINE)) {
                  (ServableLines.isBatch(line) ? lines : tasks)
                      .put(ServableLines.servable(line), count);
                }
              });
      StoreReport seen = store.report();
      report =
          new DeskReport(
              states(TaskDesk.GROUP),
              tasks,
              lines,
              seen.oldestWaitMillis() / MILLIS,
              seen.deadTasks(),
              states(TaskView.BATCHES),
              Map.of("pending", seen.pendingDeliveries(), "dead", seen.deadDeliveries()),
              attempts.get());
    } catch (StoreException e) {
      LOG.debug("tasks cannot be counted at the moment: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("tasks cannot be counted", e);
    }
  }

  private Map<String, Long> states(String group) {
    Map<TaskState, Long> counts = store.tasks().counts(group);
    Map<String, Long> states = new TreeMap<>();
    for (TaskState state : TaskState.values()) {
      states.put(state.name().toLowerCase(Locale.ROOT), counts.getOrDefault(state, 0L));
    }
    return states;
  }

  /** Waits for a look that is under way. */
  @Override
  public void close() {
    looker.shutdown();
    try {
      if (!looker.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("tasks are still being counted");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
