package dev.easel.task;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.MediaType;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import dev.easel.store.task.Lease;
import dev.easel.store.task.TaskStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task: gathers what it answers, and passes on how far it is.
 *
 * <p><b>Threads</b>: the graph's for the listener's methods, any for the others; the lock guards
 * the fields. The runner is told of the end once, and asks for the answer only then.
 */
final class RunningTask implements RunListener {
  private final Lease lease;
  private final TaskRunner runner;
  private final int mostBytes;
  private final BiConsumer<RunningTask, Optional<StatusException>> onEnd;
  private final long begunNanos = System.nanoTime();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private final AtomicBoolean isToBeLookedAt = new AtomicBoolean();
  private TaskStore.@Nullable Registration watch;
  private @Nullable Future<?> deadline;
  private int status;
  private boolean isTooLarge;
  private boolean isJson;
  private boolean isGivenBack;
  private @Nullable RunHandle handle;
  private @Nullable StatusException cancelled;

  RunningTask(
      Lease lease,
      TaskRunner runner,
      int mostBytes,
      BiConsumer<RunningTask, Optional<StatusException>> onEnd) {
    this.lease = lease;
    this.runner = runner;
    this.mostBytes = mostBytes;
    this.onEnd = onEnd;
  }

  Lease lease() {
    return lease;
  }

  String id() {
    return lease.task().id();
  }

  String servable() {
    return ServableLines.servable(lease.task().terms().servable());
  }

  double seconds() {
    return (System.nanoTime() - begunNanos) / 1e9;
  }

  /** Says what ends with the task. */
  synchronized void whenOver(TaskStore.Registration newWatch) {
    watch = newWatch;
  }

  /** Nobody watches the task any more. */
  void over() {
    TaskStore.Registration ended;
    Future<?> timer;
    synchronized (this) {
      ended = watch;
      watch = null;
      timer = deadline;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    if (ended != null) {
      ended.close();
    }
  }

  /** Whether nobody is about to look at the task; somebody is then. */
  boolean mayBeLookedAt() {
    return isToBeLookedAt.compareAndSet(false, true);
  }

  /** Somebody looks now: a change from here on is another reason to look. */
  void isLookedAt() {
    isToBeLookedAt.set(false);
  }

  /** The run has begun. */
  void hold(RunHandle started) {
    StatusException reason;
    synchronized (this) {
      handle = started;
      reason = cancelled;
    }
    if (reason != null) {
      started.cancel(reason);
    }
  }

  /** Ends the run; the first reason counts. */
  void cancel(StatusException reason) {
    RunHandle started;
    synchronized (this) {
      if (cancelled != null) {
        return;
      }
      cancelled = reason;
      started = handle;
    }
    if (started != null) {
      started.cancel(reason);
    }
  }

  /** Ends the run so that another server takes the task. */
  void giveBack(StatusException reason) {
    synchronized (this) {
      isGivenBack = true;
    }
    cancel(reason);
  }

  synchronized boolean isGivenBack() {
    return isGivenBack;
  }

  /** Whether somebody other than the graph has ended the run. */
  synchronized boolean isCancelled() {
    return cancelled != null;
  }

  /** The HTTP status of the answer; 0 when there was none. */
  synchronized int status() {
    return status;
  }

  /** Whether the answer can stand in JSON. */
  synchronized boolean isJson() {
    return isJson;
  }

  synchronized boolean isTooLarge() {
    return isTooLarge;
  }

  synchronized byte[] answer() {
    return answer.toByteArray();
  }

  @Override
  public synchronized void onResponse(HttpResponsePayload payload) {
    if (status == 0) {
      status = payload.status();
      isJson = MediaType.parse(payload.header("content-type")).isJson();
    }
    isTooLarge |= answer.size() + payload.length() > mostBytes;
    if (isTooLarge) {
      answer.reset();
      return;
    }
    for (ByteBuffer piece : payload.body()) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      answer.writeBytes(bytes);
    }
  }

  @Override
  public boolean followsProgress() {
    return true;
  }

  @Override
  public void onLimit(Duration limit) {
    Future<?> shorter =
        runner.endAfter(
            this,
            limit,
            new StatusException(
                StatusCode.DEADLINE_EXCEEDED,
                "the %s s that the run may take are over".formatted(limit.toMillis() / 1000.0)));
    Future<?> longer;
    synchronized (this) {
      longer = deadline;
      deadline = shorter;
    }
    if (longer != null) {
      longer.cancel(false);
    }
  }

  @Override
  public void onPosition(int position, double secondsLeft) {
    runner.progress(this, new TaskProgress(position, 0, 0, secondsLeft, System.nanoTime()));
  }

  @Override
  public void onStep(int step, int steps, double secondsLeft) {
    runner.progress(this, new TaskProgress(0, step, steps, secondsLeft, System.nanoTime()));
  }

  @Override
  public void onEnd(Optional<StatusException> failure) {
    onEnd.accept(this, failure);
  }
}
