package dev.easel.repository;

import dev.easel.framework.status.StatusException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that begins later: what is asked of it before is carried out when it has begun.
 *
 * <p><b>Threads</b>: any.
 */
final class LateRun implements RunHandle {
  private @Nullable RunHandle run;
  private @Nullable StatusException cancelled;
  private @Nullable StatusException stopped;
  private boolean isPaused;

  /** The run has begun; called once. */
  void begin(RunHandle started) {
    StatusException reason;
    StatusException reasonNotToWait;
    boolean waits;
    synchronized (this) {
      run = started;
      reason = cancelled;
      reasonNotToWait = stopped;
      waits = isPaused;
    }
    if (reason != null) {
      started.cancel(reason);
      return;
    }
    if (reasonNotToWait != null) {
      started.stopWaiting(reasonNotToWait);
    }
    if (waits) {
      started.pause();
    }
  }

  @Override
  public void cancel(StatusException reason) {
    begun(() -> cancelled = reason).ifPresent(handle -> handle.cancel(reason));
  }

  @Override
  public void stopWaiting(StatusException reason) {
    begun(() -> stopped = reason).ifPresent(handle -> handle.stopWaiting(reason));
  }

  @Override
  public void pause() {
    begun(() -> isPaused = true).ifPresent(RunHandle::pause);
  }

  @Override
  public void resume() {
    begun(() -> isPaused = false).ifPresent(RunHandle::resume);
  }

  private synchronized Optional<RunHandle> begun(Runnable note) {
    note.run();
    return Optional.ofNullable(run);
  }
}
