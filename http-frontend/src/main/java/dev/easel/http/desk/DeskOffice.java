package dev.easel.http.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.http.desk.bulk.BatchDesk;
import dev.easel.http.desk.bulk.BatchRequests;
import dev.easel.http.desk.bulk.FileDesk;
import dev.easel.http.desk.call.DeskJson;
import dev.easel.http.desk.call.DeskSettings;
import dev.easel.http.desk.task.TaskDesk;
import dev.easel.http.desk.task.TaskRequests;
import dev.easel.http.desk.task.TaskView;
import dev.easel.http.form.FormLimits;
import dev.easel.http.hook.WebhookSender;
import dev.easel.http.hook.WebhookSettings;
import dev.easel.http.route.RouteTable;
import dev.easel.http.route.ServableChoice;
import dev.easel.http.trace.Spans;
import dev.easel.http.trace.TraceShelf;
import dev.easel.serving.Servables;
import dev.easel.store.DurableStore;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskState;
import dev.easel.task.TaskPace;
import dev.easel.task.TaskRunner;
import dev.easel.task.TaskRunnerSettings;
import dev.easel.task.batch.BatchRunner;
import dev.easel.task.batch.BatchSettings;
import dev.easel.task.batch.BatchStates;
import dev.easel.task.file.FileShelf;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything behind a {@link Desk}: what runs tasks and batches, and what tells their ends.
 *
 * <p><b>Ownership</b>: whoever opened it closes it, before the servables and the store, which are
 * not its own. First {@link #retire()}, so that no task begins any more; then the server's own
 * requests end; then {@link #close(Duration)}.
 *
 * <p><b>Threads</b>: any; closing waits.
 */
public final class DeskOffice implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int MOST_CALLS = 4096;
  private static final long IDLE_SECONDS = 30;

  private final Desk desk;
  private final TaskRunner runner;
  private final BatchRunner batches;
  private final @Nullable WebhookSender webhooks;
  private final DeskGauge gauge;
  private final ThreadPoolExecutor threads;

  private DeskOffice(
      Desk desk,
      TaskRunner runner,
      BatchRunner batches,
      @Nullable WebhookSender webhooks,
      DeskGauge gauge,
      ThreadPoolExecutor threads) {
    this.gauge = gauge;
    this.desk = desk;
    this.runner = runner;
    this.batches = batches;
    this.webhooks = webhooks;
    this.threads = threads;
  }

  /**
   * Opens it; tasks that wait begin at once.
   *
   * @param defaultModel the servable of a batch's line that names none
   * @param webhooks how the ends of tasks are told; empty when they are not
   * @param spans takes part in distributed traces with the runs of tasks
   * @param traces keeps the traces of runs that their requests asked for
   */
  public static DeskOffice open(
      DurableStore store,
      Servables servables,
      Optional<String> defaultModel,
      DeskSettings settings,
      FormLimits forms,
      TaskRunnerSettings running,
      Optional<WebhookSettings> webhooks,
      Spans spans,
      TraceShelf traces) {
    // Servers that share a store have clocks of their own, which may differ.
    InstantSource clock = store.clock();
    TaskPace pace = new TaskPace();
    TaskView view = new TaskView(store.tasks(), pace, clock);
    FileShelf shelf = new FileShelf(store.records(), store.steadyClock());
    BatchStates states = new BatchStates(store.records());
    BatchRequests lines =
        new BatchRequests(
            new RouteTable(name -> servables.find(name).isPresent()),
            new ServableChoice(servables, defaultModel),
            running.accounts());
    ThreadPoolExecutor threads = threads();
    @Nullable WebhookSender sender =
        webhooks
            .map(
                how ->
                    WebhookSender.start(
                        store.deliveries(),
                        store.tasks(),
                        how,
                        (task, now) -> message(view, task, now),
                        Clock.systemUTC()))
            .orElse(null);
    DeskGauge gauge = DeskGauge.start(store, () -> sender == null ? Map.of() : sender.attempts());
    Desk desk =
        new Desk(
            new TaskDesk(store.tasks(), settings, view),
            new FileDesk(shelf, settings, forms),
            new BatchDesk(store.tasks(), states, shelf, clock, store.steadyClock()),
            threads,
            gauge::report);
    return new DeskOffice(
        desk,
        TaskRunner.start(
            store.tasks(), servables, new TaskRequests(forms, spans, traces), pace, running),
        BatchRunner.start(
            store.tasks(),
            states,
            shelf,
            lines,
            BatchSettings.standard(running.worker(), running.lease()),
            clock,
            store.steadyClock(),
            servables::isFirstLoadOver),
        sender,
        gauge,
        threads);
  }

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_CALLS),
            work -> {
              Thread thread = new Thread(work, "easel-desk");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Without the result, which the owner fetches: a message is to be small. */
  private static String message(TaskView view, StoredTask task, long nowSeconds) {
    ObjectNode message = DeskJson.object();
    TaskState state = task.state();
    message.put("type", "image.task." + state.name().toLowerCase(Locale.ROOT));
    message.put("timestamp", Instant.ofEpochSecond(nowSeconds).toString());
    message.set("data", view.node(task));
    return message.toString();
  }

  /** Where tasks, files and batches are asked for. */
  public Desk desk() {
    return desk;
  }

  /** Begins no more tasks. */
  public void retire() {
    runner.retire();
  }

  /** Lets tasks that run finish for a while, then gives them back. */
  public void close(Duration grace) {
    batches.close();
    runner.close(grace);
    if (webhooks != null) {
      webhooks.close();
    }
    gauge.close();
    threads.shutdownNow();
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
