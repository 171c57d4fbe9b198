package dev.easel.calculators.queue;

import java.time.Duration;

/**
 * A task that asks for a place.
 *
 * @param model the name that the client used, for messages
 * @param caller who asks; one caller's tasks keep their order, and callers share the model evenly
 * @param workload what the task will take
 * @param sourceBytes what its decoded images take while it waits
 * @param limit how long its client waits for the images
 * @param weight how many times the share of others the caller has
 */
public record QueueRequest(
    String model,
    String caller,
    Workload workload,
    long sourceBytes,
    Duration limit,
    double weight) {

  /** Checks that the caller has a share at all. */
  public QueueRequest {
    if (!(weight > 0)) {
      throw new IllegalArgumentException("weight: " + weight);
    }
  }

  /** A caller with the same share as others. */
  public QueueRequest(
      String model, String caller, Workload workload, long sourceBytes, Duration limit) {
    this(model, caller, workload, sourceBytes, limit, 1);
  }
}
