package dev.easel.task;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.RunListener;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;

/**
 * The two ends of a task's run: how its request is read again, and how its failure is told.
 *
 * <p><b>Threads</b>: any.
 */
public interface TaskRoad {

  /**
   * A run that is about to begin.
   *
   * @param payload the request as the run gets it
   * @param listener is told of the run, and tells the runner
   */
  record Begun(HttpRequestPayload payload, RunListener listener) {}

  /**
   * A task's run is about to begin; its end is told to the listener, also if it does not begin.
   *
   * <p><b>Failure</b>: a request's mistake.
   *
   * @param runner who is to be told of the run
   */
  Begun begin(StoredTask task, TaskBody body, RunListener runner);

  /** What the task's owner is told of a failure: an error object as JSON. */
  byte[] error(StoredTask task, StatusException failure);
}
