package dev.easel.store.delivery;

import dev.easel.store.task.TaskStore;
import dev.easel.store.task.TaskTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is to be told to webhooks. A delivery comes into being in one step with its task's end
 * and is forgotten with its task, so it lives as long as {@link TaskTerms#keep} twice.
 *
 * <p><b>Threads</b>: any. <b>Failure</b>: {@link dev.easel.store.failure.StoreException}.
 */
public interface DeliveryStore {

  /**
   * Takes a delivery that is due. It counts as an attempt, and is due again when the time has
   * passed without a word.
   */
  Optional<Delivery> claim(Duration lease);

  /** The target took it; false when the delivery was claimed again meanwhile. */
  boolean delivered(Delivery delivery);

  /** It is to be tried again; false when the delivery was claimed again meanwhile. */
  boolean retry(Delivery delivery, Duration after, String reason);

  /** It is given up; false when the delivery was claimed again meanwhile. */
  boolean giveUp(Delivery delivery, String reason);

  /** The delivery of a task that has ended and has a webhook. */
  Optional<Delivery> find(String taskId);

  /** What was given up, the newest first. */
  List<Delivery> dead(int limit);

  /**
   * Has something called when a delivery has come into being, by the rules of {@link
   * TaskStore#onWork}.
   */
  TaskStore.Registration onNew(Runnable listener);
}
