package dev.easel.task.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.framework.status.StatusException;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskBody;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a line of a batch becomes a request, and how its end is told.
 *
 * <p><b>Threads</b>: any.
 */
public interface BatchRoad {

  /**
   * A line that was read.
   *
   * @param model what it calls the model
   * @param servable what answers it
   * @param body the request
   * @param seed what its images are made of, if it says so
   */
  record LineRequest(String model, String servable, TaskBody body, OptionalLong seed) {}

  /**
   * Reads a line's request.
   *
   * <p><b>Failure</b>: what is wrong with it.
   *
   * @param owner to whom the batch belongs
   */
  LineRequest request(String endpoint, JsonNode body, String owner);

  /** The error object, {@code {"error": {…}}}, of a line that is no request. */
  JsonNode error(StatusException failure);

  /** The HTTP status that an error would have had. */
  int status(StatusException failure);

  /** The error, without the object around it, of a task that has failed. */
  JsonNode error(StoredTask task);

  /** How long until further lines of an owner may begin; empty when they may at once. */
  Optional<Duration> wait(String owner);
}
