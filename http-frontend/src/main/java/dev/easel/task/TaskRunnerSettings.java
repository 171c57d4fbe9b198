package dev.easel.task;

import java.time.Duration;

/**
 * How tasks are run.
 *
 * @param worker this server's name among those that share the store
 * @param lease after what time of silence another server takes a task
 * @param limit how long a run may take
 * @param resultBytes the largest result
 */
public record TaskRunnerSettings(String worker, Duration lease, Duration limit, int resultBytes) {}
