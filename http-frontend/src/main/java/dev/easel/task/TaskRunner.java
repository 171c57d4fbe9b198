package dev.easel.task;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.Occupancy;
import dev.easel.serving.RunTerms;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import dev.easel.serving.Servables;
import dev.easel.store.failure.StoreException;
import dev.easel.store.signal.StoreRounds;
import dev.easel.store.task.Lease;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tasks from a store and runs them on the servables that have a free place.
 *
 * <p><b>Who does what</b>: one thread takes tasks and starts them, whenever the store says that
 * work has come, a run has ended, or a second has passed. The keepers' threads renew the leases of
 * what runs, write down how runs ended, and end runs whose tasks were cancelled. The graph's
 * threads tell of steps and ends, and only hand over.
 *
 * <p><b>Ownership</b>: a task that was taken is completed, failed or given back; where the process
 * dies before that, the store gives it to another when the lease is over.
 *
 * <p><b>Threads</b>: any may call any method; {@link #close(Duration)} waits.
 */
public final class TaskRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private static final long LOOK_MILLIS = 1000;
  private static final long CHECK_MILLIS = 100;
  private static final int KEEPERS = 4;
  private static final Duration BACK_OFF = Duration.ofSeconds(1);
  private static final Duration LAST_WRITES = Duration.ofSeconds(5);

  private final TaskStore store;
  private final Servables servables;
  private final TaskRoad road;
  private final TaskPace pace;
  private final TaskRunnerSettings settings;
  private final Semaphore signal = new Semaphore(0);
  private final Map<String, RunningTask> running = new ConcurrentHashMap<>();
  private final Map<String, Integer> places = new ConcurrentHashMap<>();
  private final Map<String, Long> backOffs = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor keepers;
  private final StoreRounds rounds = new StoreRounds("tasks cannot be taken", this::take);
  private final Thread taker = new Thread(rounds, "easel-tasks");
  private final TaskStore.Registration registration;

  private TaskRunner(
      TaskStore store,
      Servables servables,
      TaskRoad road,
      TaskPace pace,
      TaskRunnerSettings settings) {
    this.store = store;
    this.servables = servables;
    this.road = road;
    this.pace = pace;
    this.settings = settings;
    keepers =
        new ScheduledThreadPoolExecutor(
            KEEPERS,
            work -> {
              Thread thread = new Thread(work, "easel-task-keeper");
              thread.setDaemon(true);
              return thread;
            });
    keepers.setRemoveOnCancelPolicy(true);
    taker.setDaemon(true);
    registration = store.onWork(signal::release);
  }

  /** Begins to take tasks. */
  public static TaskRunner start(
      TaskStore store,
      Servables servables,
      TaskRoad road,
      TaskPace pace,
      TaskRunnerSettings settings) {
    TaskRunner runner = new TaskRunner(store, servables, road, pace, settings);
    long renewal = Math.max(1, settings.lease().toMillis() / 3);
    var unused =
        runner.keepers.scheduleWithFixedDelay(
            runner::renew, renewal, renewal, TimeUnit.MILLISECONDS);
    runner.taker.start();
    return runner;
  }

  // ---- taking

  private void take() throws InterruptedException {
    signal.drainPermits();
    takeAll();
    signal.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void takeAll() {
    while (!rounds.isEnding()) {
      Optional<Lease> lease = claim(false).or(() -> claim(true));
      if (lease.isEmpty()) {
        return;
      }
      start(lease.get());
    }
  }

  private Optional<Lease> claim(boolean isBatch) {
    Set<String> lines = new HashSet<>();
    for (Servable servable : servables.all()) {
      if (hasPlace(servable, isBatch)) {
        String name = servable.name();
        lines.add(isBatch ? ServableLines.batch(name) : name);
      }
    }
    return lines.isEmpty()
        ? Optional.empty()
        : store.claim(settings.worker(), lines, settings.lease());
  }

  /** A task competes with requests for the model; a batch takes only what nobody wants. */
  private boolean hasPlace(Servable servable, boolean isBatch) {
    Occupancy occupancy = servable.occupancy();
    Long until = backOffs.get(servable.name());
    return servable.state() == ServableState.AVAILABLE
        && places.getOrDefault(servable.name(), 0) < occupancy.concurrent()
        && (!isBatch || occupancy.isFree())
        && (until == null || System.nanoTime() - until >= 0);
  }

  private void start(Lease lease) {
    RunningTask run = new RunningTask(lease, this, settings.resultBytes(), this::end);
    running.put(run.id(), run);
    places.merge(run.servable(), 1, Integer::sum);
    pace.set(run.id(), TaskProgress.unknown());
    try {
      TaskStore.Registration watch = watch(run);
      run.whenOver(watch);
      run.onLimit(settings.limit());
      start(run);
    } catch (StatusException e) {
      run.onEnd(Optional.of(e));
    } catch (StoreException e) {
      run.giveBack(unavailable(e.getMessage()));
      run.onEnd(Optional.of(unavailable(e.getMessage())));
    } catch (RuntimeException e) {
      run.onEnd(
          Optional.of(
              new StatusException(StatusCode.INTERNAL, "the task cannot be started: " + e, e)));
    }
  }

  private void start(RunningTask run) {
    StoredTask task = run.lease().task();
    Optional<TaskBody> body = store.body(task.id());
    Optional<Servable> servable = servables.find(run.servable());
    if (body.isEmpty() || servable.isEmpty()) {
      run.giveBack(unavailable("the servable or the request is gone"));
      run.onEnd(Optional.of(unavailable("the servable or the request is gone")));
      return;
    }
    TaskNote note = TaskNote.parse(task.terms().note());
    RunTerms terms =
        settings.accounts().terms(note.caller(), task.terms().owner(), settings.limit());
    TaskRoad.Begun begun = road.begin(task, body.get(), run);
    try {
      run.hold(servable.get().start(begun.payload(), terms, begun.listener()));
    } catch (StatusException e) {
      begun.listener().onEnd(Optional.of(e));
    }
  }

  private static StatusException unavailable(@Nullable String why) {
    return new StatusException(StatusCode.UNAVAILABLE, String.valueOf(why));
  }

  // ---- while it runs

  void progress(RunningTask run, TaskProgress progress) {
    pace.set(run.id(), progress);
    if (progress.steps() > 0) {
      store.progress(run.lease(), progress.step(), progress.steps());
    }
  }

  /** Ends a run whose time is over. */
  Future<?> endAfter(RunningTask run, Duration limit, StatusException reason) {
    return keepers.schedule(() -> run.cancel(reason), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A change that is not one of the run's own steps may be that nobody wants it any more. */
  private TaskStore.Registration watch(RunningTask run) {
    return store.watch(
        run.id(),
        () -> {
          if (run.mayBeLookedAt()) {
            later(() -> look(run), CHECK_MILLIS);
          }
        });
  }

  private void look(RunningTask run) {
    run.isLookedAt();
    try {
      boolean isCancelled =
          store.find(run.id()).map(task -> task.state() == TaskState.CANCELLED).orElse(true);
      if (isCancelled) {
        run.cancel(new StatusException(StatusCode.CANCELLED, "the task was cancelled"));
      }
    } catch (StoreException e) {
      LOG.debug("task {} cannot be looked at: {}", run.id(), e.getMessage());
    }
  }

  private void renew() {
    for (RunningTask run : running.values()) {
      try {
        if (!store.renew(run.lease(), settings.lease())) {
          run.cancel(
              new StatusException(
                  StatusCode.CANCELLED, "the task was cancelled, or another server has it"));
        }
      } catch (StoreException e) {
        LOG.warn("the lease of task {} cannot be renewed: {}", run.id(), e.getMessage());
      }
    }
  }

  private void later(Runnable work, long millis) {
    try {
      var unused = keepers.schedule(work, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the runner has ended");
    }
  }

  // ---- its end

  /** On a thread of the graph, which must not wait: the end is written down on another. */
  private void end(RunningTask run, Optional<StatusException> failure) {
    places.merge(run.servable(), -1, Integer::sum);
    if (failure.isEmpty()) {
      pace.learn(run.servable(), run.seconds());
    }
    failure
        .flatMap(TaskRunner::toTryLater)
        .ifPresent(wait -> backOffs.put(run.servable(), System.nanoTime() + wait.toNanos()));
    signal.release();
    later(() -> write(run, failure), 0);
  }

  /** A store that cannot take an end now may take it soon; the task stays ours until then. */
  private void write(RunningTask run, Optional<StatusException> failure) {
    try {
      if (!tell(run, failure)) {
        LOG.debug("task {} ended for nobody", run.id());
      }
    } catch (StoreException e) {
      switch (e.failure()) {
        case NO_ROOM, UNAVAILABLE -> {
          LOG.warn("the end of task {} cannot be written down yet: {}", run.id(), e.getMessage());
          later(() -> write(run, failure), BACK_OFF.toMillis());
          return;
        }
        default -> LOG.error("the end of task {} cannot be written down", run.id(), e);
      }
    } catch (RuntimeException e) {
      LOG.error("the end of task {} cannot be written down", run.id(), e);
    }
    run.over();
    pace.forget(run.id());
    running.remove(run.id(), run); // whose lease was lost may have been taken again
    signal.release();
  }

  private boolean tell(RunningTask run, Optional<StatusException> failure) {
    Lease lease = run.lease();
    if (failure.isPresent()) {
      boolean isForAnother =
          run.isGivenBack() || (!run.isCancelled() && toTryLater(failure.get()).isPresent());
      return isForAnother
          ? store.release(lease)
          : store.fail(lease, road.error(lease.task(), failure.get()));
    }
    if (run.isTooLarge()) {
      return store.fail(lease, road.error(lease.task(), tooLarge()));
    }
    if (run.status() == 0) {
      return store.fail(
          lease,
          road.error(
              lease.task(),
              new StatusException(StatusCode.INTERNAL, "the graph ended without an answer")));
    }
    if (run.status() >= 300) {
      return store.fail(lease, run.answer());
    }
    return run.isJson()
        ? store.complete(lease, run.answer())
        : store.fail(lease, road.error(lease.task(), noJson()));
  }

  private static StatusException noJson() {
    return RequestException.of(
        "model",
        "result_not_json",
        "model: its graph answers with something else than JSON, which cannot be kept of a task");
  }

  private StatusException tooLarge() {
    return RequestException.of(
        "response_format",
        "result_too_large",
        "response_format: the result has more than the %d bytes that are kept of a task; ask for"
                .formatted(settings.resultBytes())
            + " url, or for fewer or smaller images");
  }

  /** Whether a task that ended so is tried again, and when; its time limit is its own. */
  private static Optional<Duration> toTryLater(StatusException failure) {
    for (Throwable thrown : failure.failures()) {
      if (thrown instanceof RetryLaterException busy) {
        return busy.errorCode().equals("deadline_unreachable")
            ? Optional.empty()
            : Optional.of(busy.after().compareTo(BACK_OFF) > 0 ? busy.after() : BACK_OFF);
      }
    }
    if (failure instanceof RetryLaterException busy
        && !busy.errorCode().equals("deadline_unreachable")) {
      return Optional.of(BACK_OFF);
    }
    return failure.failures().isEmpty() && failure.code() == StatusCode.UNAVAILABLE
        ? Optional.of(BACK_OFF)
        : Optional.empty();
  }

  // ---- ending

  /** Takes no more tasks. */
  public void retire() {
    rounds.end();
    registration.close();
    taker.interrupt();
  }

  /** Lets what runs finish for a while, then gives it back, so that another server takes it. */
  public void close(Duration grace) {
    retire();
    awaitRest(grace);
    for (RunningTask run : running.values()) {
      run.giveBack(unavailable("the server is shutting down"));
    }
    awaitRest(LAST_WRITES);
    keepers.shutdownNow();
  }

  private void awaitRest(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    while (!running.isEmpty() && end - System.nanoTime() > 0) {
      try {
        signal.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Gives everything back at once. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
