package dev.easel.calculators.queue;

import dev.easel.calculators.task.ImageTask;

/**
 * A model that owns the queue of its tasks.
 *
 * <p><b>Threads</b>: any thread may ask at any time.
 */
public interface QueuedModel {

  /** The queue, which is as old as the model. */
  ModelQueue queue();

  /** What a task will take. */
  Workload workload(ImageTask task);
}
