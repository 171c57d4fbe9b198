package dev.easel.task;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.framework.status.StatusException;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;

/**
 * The two ends of a task's run: how its request is read again, and how its failure is told.
 *
 * <p><b>Threads</b>: any.
 */
public interface TaskRoad {

  /**
   * The request as its run gets it.
   *
   * <p><b>Failure</b>: a request's mistake.
   */
  HttpRequestPayload payload(StoredTask task, TaskBody body);

  /** What the task's owner is told of a failure: an error object as JSON. */
  byte[] error(StoredTask task, StatusException failure);
}
