package dev.easel.task;

import dev.easel.serving.Accounts;
import java.time.Duration;

/**
 * How tasks are run.
 *
 * @param worker this server's name among those that share the store
 * @param lease after what time of silence another server takes a task
 * @param limit how long a run may take
 * @param resultBytes the largest result
 * @param accounts knows those who left the tasks
 */
public record TaskRunnerSettings(
    String worker, Duration lease, Duration limit, int resultBytes, Accounts accounts) {

  /** Of a server where everybody may do anything. */
  public TaskRunnerSettings(String worker, Duration lease, Duration limit, int resultBytes) {
    this(worker, lease, limit, resultBytes, Accounts.OPEN);
  }
}
