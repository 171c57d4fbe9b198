package dev.easel.http.metrics;

import java.util.Map;

/**
 * How tasks, batches and webhooks stand, as of a short while ago.
 *
 * @param tasks how many there are in each state
 * @param waitingTasks how many tasks wait for each servable
 * @param waitingLines how many lines of batches do
 * @param oldestWaitSeconds how long the oldest of both has waited
 * @param deadTasks how many tasks have lost as many takers as they may
 * @param batches how many there are in each state
 * @param webhooks how many there are in each state: {@code pending}, {@code dead}
 * @param attempts how many attempts of this server to tell a webhook ended so
 */
public record DeskReport(
    Map<String, Long> tasks,
    Map<String, Long> waitingTasks,
    Map<String, Long> waitingLines,
    double oldestWaitSeconds,
    long deadTasks,
    Map<String, Long> batches,
    Map<String, Long> webhooks,
    Map<String, Long> attempts) {

  /** Nothing was looked at yet. */
  public static final DeskReport NONE =
      new DeskReport(Map.of(), Map.of(), Map.of(), 0, 0, Map.of(), Map.of(), Map.of());
}
