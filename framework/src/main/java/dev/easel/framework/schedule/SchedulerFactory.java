package dev.easel.framework.schedule;

import dev.easel.framework.node.Node;
import java.time.Duration;

/**
 * Makes the scheduler of each run of a graph, in place of the one that the graph's executors ask
 * for; for tests.
 *
 * <p><b>Threads:</b> any.
 */
@FunctionalInterface
public interface SchedulerFactory {
  /**
   * A scheduler whose nodes are all in one lane, which the threads that wait for the run work on.
   *
   * @param grace how long calls may last after the run has failed
   * @param onlyWhileWaiting whether nodes may run in waiting calls only, not after orders
   */
  Lane open(RunState run, Node[] nodes, Duration grace, boolean onlyWhileWaiting);
}
