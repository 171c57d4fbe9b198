package dev.easel.framework.run;

import dev.easel.framework.node.Node;
import dev.easel.framework.schedule.Lane;
import dev.easel.framework.schedule.RunState;
import dev.easel.framework.scheduler.IdleThreads;

/**
 * The executors of a graph, as its runs see them.
 *
 * <p><b>Threads:</b> any.
 */
public interface RunExecutors {
  /** The lanes of one run, the default one first, with the scheduler that all have. */
  Lane[] lanes(RunState run, Node[] nodes);

  /** What the threads that wait for one of the runs know of others that need the cores. */
  IdleThreads idle();
}
