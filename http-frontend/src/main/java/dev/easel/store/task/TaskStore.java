package dev.easel.store.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Keeps tasks from their acceptance until they are forgotten, and hands each to one taker at a
 * time.
 *
 * <p><b>Who does what</b>: a front door submits, finds, lists and cancels. A taker claims a task,
 * renews the lease well before it runs out, and ends it by completing, failing or releasing. Both
 * hear of changes through listeners, which say only that something may have changed: whoever is
 * woken looks again. Register first and look then, so that no change falls between. The store
 * itself takes tasks back whose lease ran out, lets tasks expire and forgets them; nobody needs to
 * call for it.
 *
 * <p><b>Fencing</b>: a lease that ran out, or whose task was cancelled, counts for nothing: {@code
 * renew}, {@code complete}, {@code fail} and {@code release} then change nothing and return false,
 * even when the task is taken by somebody else meanwhile. Ending a task again with the same outcome
 * under the same lease is true again, so that a taker whose call failed with an unavailable store
 * may repeat it.
 *
 * <p><b>Threads</b>: any; all calls but {@code progress} wait until the change is durable.
 * <b>Failure</b>: {@link dev.easel.store.failure.StoreException}.
 */
public interface TaskStore {

  /**
   * Accepts a task, unless the same owner has used its idempotency key before; that is decided in
   * one step with the acceptance.
   */
  Submission submit(NewTask task);

  /** A task with its outcome. */
  Optional<StoredTask> find(String id);

  /** What a task asks for, which is kept until it ends. */
  Optional<TaskBody> body(String id);

  /** An owner's tasks, the newest first. An unknown {@code after} gives an empty page. */
  TaskPage list(TaskQuery query);

  /** How many tasks of a group are in each state; states without any are left out. */
  Map<TaskState, Long> counts(String group);

  /** How many tasks go before this one to its servable; empty when it does not wait. */
  OptionalLong position(String id);

  /** How many tasks wait for each servable; those for which none waits are left out. */
  Map<String, Long> waiting();

  /**
   * Takes the next task that one of the servables can run.
   *
   * @param worker who takes it, told apart from all other takers
   * @param servables what the taker can run now
   * @param lease after what time the task is given to another, if the taker says nothing
   */
  Optional<Lease> claim(String worker, Set<String> servables, Duration lease);

  /** Makes the lease last from now on; false when it counts for nothing. */
  boolean renew(Lease lease, Duration time);

  /**
   * Tells how far a task is, to whoever watches it. Cheap and not durable: what a crash loses is
   * told again by the next step.
   */
  void progress(Lease lease, int step, int steps);

  /** Ends the task with its result; false when the lease counts for nothing. */
  boolean complete(Lease lease, byte[] result);

  /** Ends the task with its error; false when the lease counts for nothing. */
  boolean fail(Lease lease, byte[] error);

  /**
   * Gives the task back, before others of its priority, as if it had not been taken; false when the
   * lease counts for nothing.
   */
  boolean release(Lease lease);

  /**
   * Cancels an owner's task, unless it has ended.
   *
   * @return the task as it is now; empty when the owner has no such task
   */
  Optional<StoredTask> cancel(String id, String owner);

  /** The tasks whose takers ended, as often as a task may lose one; the newest first. */
  List<StoredTask> deadLetters(int limit);

  /**
   * Takes back what leases that ran out hold, lets expire what is over and forgets what was
   * remembered for long enough. The store does this by itself about once a second.
   */
  void sweep();

  /**
   * Has something called when a task may wait that can be claimed, whoever submitted it. Of several
   * tasks it may be called once; it may be called without a task. It is called on a thread of the
   * store, which it must not hold up, and may be called while the registration ends. Where the
   * store is unavailable the registration fails; one that was made outlives that, and its listener
   * is called when the store is back.
   */
  Registration onWork(Runnable listener);

  /**
   * Has something called when a task may have changed, its progress included. The rules of {@link
   * #onWork} count here too.
   */
  Registration watch(String id, Runnable listener);

  /** Ends what it stands for. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
