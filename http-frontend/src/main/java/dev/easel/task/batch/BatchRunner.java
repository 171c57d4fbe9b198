package dev.easel.task.batch;

import dev.easel.store.signal.StoreRounds;
import dev.easel.store.task.Lease;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskStore;
import dev.easel.task.batch.BatchRun.End;
import dev.easel.task.file.FileShelf;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Takes batches from a store and runs them, some at once; the lines of each are tasks, which any
 * server may take.
 *
 * <p>A batch is itself a task, in a line of its own, so that the store hands it to one server at a
 * time and to another when that one dies.
 *
 * <p><b>Threads</b>: each batch has one, which mostly waits. Closing waits for them.
 */
public final class BatchRunner implements AutoCloseable {

  /** The line in which batches wait; no servable has such a name. */
  public static final String LINE = "\u0001batches";

  private static final int AT_ONCE = 4;
  private static final long LOOK_MILLIS = 1000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final BatchRun.Tools tools;
  private final Semaphore signal = new Semaphore(0);
  private final List<Thread> threads = new ArrayList<>();
  private final TaskStore.Registration registration;
  private final BooleanSupplier isReady;
  private final StoreRounds rounds = new StoreRounds("batches cannot be run", this::work);

  private BatchRunner(
      TaskStore tasks,
      BatchStates states,
      FileShelf shelf,
      BatchRoad road,
      BatchSettings settings,
      InstantSource clock,
      InstantSource steadyClock,
      BooleanSupplier isReady) {
    this.isReady = isReady;
    tools =
        new BatchRun.Tools(
            tasks, states, shelf, road, settings, clock, steadyClock, rounds::isEnding);
    registration = tasks.onWork(signal::release);
  }

  /**
   * Begins to take batches.
   *
   * @param clock by which dates are told
   * @param steadyClock by which a batch's time ends
   * @param isReady whether it is known what is served: before, each line would name nobody
   */
  public static BatchRunner start(
      TaskStore tasks,
      BatchStates states,
      FileShelf shelf,
      BatchRoad road,
      BatchSettings settings,
      InstantSource clock,
      InstantSource steadyClock,
      BooleanSupplier isReady) {
    BatchRunner runner =
        new BatchRunner(tasks, states, shelf, road, settings, clock, steadyClock, isReady);
    for (int i = 0; i < AT_ONCE; i++) {
      Thread thread = new Thread(runner.rounds, "easel-batch-" + i);
      thread.setDaemon(true);
      runner.threads.add(thread);
      thread.start();
    }
    return runner;
  }

  private void work() throws InterruptedException {
    Optional<Lease> lease =
        isReady.getAsBoolean()
            ? tools.tasks().claim(tools.settings().worker(), Set.of(LINE), tools.settings().lease())
            : Optional.empty();
    if (lease.isPresent()) {
      run(lease.get());
    } else {
      signal.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void run(Lease lease) throws InterruptedException {
    Optional<TaskBody> body = tools.tasks().body(lease.task().id());
    if (body.isEmpty()) {
      tools.tasks().release(lease);
      return;
    }
    BatchRun run = new BatchRun(tools, lease, BatchOrder.parse(body.get().bytes()));
    if (run.run() == End.TO_BE_CONTINUED) {
      tools.tasks().release(lease);
    }
  }

  /** Gives back what it has; the lines that are on their way go on as tasks. */
  @Override
  public void close() {
    rounds.end();
    registration.close();
    signal.release(threads.size());
    long end = System.nanoTime() + LAST_WORDS.toNanos();
    for (Thread thread : threads) {
      try {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
