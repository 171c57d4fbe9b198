package dev.easel.calculators.queue;

import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.QueuePosition;
import dev.easel.calculators.task.SourceImages;
import dev.easel.framework.calculator.Suspension;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for its turn.
 *
 * <p>Two sides meet here: the queue, which counts a change and then wakes whoever is suspended, and
 * the node's call, which reads the count, looks at the standing and then suspends itself. A change
 * between the look and the suspension shows in the count, and the call goes on at once.
 *
 * <p><b>Threads</b>: that of the node's call, but for the waker, which the queue runs on any.
 */
final class WaitingTask {

  private final ImageTask task;
  private final Optional<SourceImages> source;
  private final QueuePlace place;
  private final boolean isTold;
  private final RunContext run;
  private int lastPosition;
  private int changes;
  private @Nullable Suspension suspension;
  private Suspension.Step next = cc -> {};

  /**
   * A task with its place.
   *
   * @param isTold whether its client follows its position
   * @param run is told each position, whoever follows it
   */
  WaitingTask(
      ImageTask task,
      Optional<SourceImages> source,
      QueuePlace place,
      boolean isTold,
      RunContext run) {
    this.task = task;
    this.source = source;
    this.place = place;
    this.isTold = isTold;
    this.run = run;
  }

  ImageTask task() {
    return task;
  }

  Optional<SourceImages> source() {
    return source;
  }

  Permit permit() {
    return place;
  }

  /** Has the queue count the task among those that may begin. */
  void begin() {
    place.await(this::change);
  }

  QueuePlace.Standing standing() {
    return place.standing();
  }

  /** Whether the client has yet to learn of this position. */
  boolean isMoved(QueuePlace.Standing standing) {
    return isTold && standing.position() != lastPosition;
  }

  /** What the client learns. */
  QueuePosition tell(QueuePlace.Standing standing) {
    lastPosition = standing.position();
    return new QueuePosition(task, standing.position(), standing.seconds());
  }

  /** How often the standing has changed. */
  synchronized int changes() {
    return changes;
  }

  /**
   * Lets a call wait for the next change.
   *
   * @param seen the count of changes at which the call has looked
   * @param then how it goes on
   */
  void suspend(Suspension call, int seen, Suspension.Step then) {
    synchronized (this) {
      if (changes == seen) {
        suspension = call;
        next = then;
        return;
      }
    }
    call.resume(then);
  }

  /** Only its turn matters to a task whose client does not follow its position. */
  private void change() {
    QueuePlace.Standing now = place.standing();
    if (!now.isTurn()) {
      run.stands(now.position(), now.seconds());
    }
    if (!isTold && !now.isTurn()) {
      return;
    }
    Suspension woken;
    Suspension.Step step;
    synchronized (this) {
      changes++;
      woken = suspension;
      step = next;
      suspension = null;
    }
    if (woken != null) {
      woken.resume(step);
    }
  }
}
