package dev.easel.framework.live;

import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what all runs of one graph do, in any number of {@code CalculatorGraph}s, while they do
 * it.
 *
 * <p><b>Threads:</b> any. Calls are counted without waiting for anybody. Who begins or ends a run
 * waits while another one does, or while somebody looks; no calculator is called meanwhile.
 *
 * <p><b>Ownership:</b> a run belongs here from its {@link #begins} to its {@link #ends}; what it
 * has sent is then added up.
 */
public final class LiveProfile {
  private final GraphPlan graph;
  private final NodeTally[] nodes;
  private final long begunNanos = System.nanoTime();

  // Guarded by this object.
  private final Set<LiveRun> running = new HashSet<>();
  private final long[] sent;
  private long finished;
  private long failed;

  /** A profile of a graph of which no run has begun. */
  public LiveProfile(GraphPlan graph) {
    this.graph = graph;
    nodes = new NodeTally[graph.nodes().size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new NodeTally();
    }
    sent = new long[graph.streams().size()];
  }

  /** Where the calls of a node are counted. */
  public NodeTally node(int id) {
    return nodes[id];
  }

  /** A run begins; an equal object ends it. */
  public synchronized void begins(LiveRun run) {
    running.add(run);
  }

  /** A run has ended, and sends nothing more. */
  public synchronized void ends(LiveRun run, boolean hasFailed) {
    running.remove(run);
    run.addSent(sent);
    if (hasFailed) {
      failed++;
    } else {
      finished++;
    }
  }

  /** What has been counted by now. */
  public synchronized LiveReport report() {
    long[][] queued = new long[nodes.length][];
    for (NodePlan node : graph.nodes()) {
      queued[node.id()] = new long[node.inputs().size()];
    }
    long[] carried = sent.clone();
    for (LiveRun run : running) {
      run.addQueued(queued);
      run.addSent(carried);
    }
    List<LiveReport.NodeReport> reports = new ArrayList<>();
    for (int i = 0; i < nodes.length; i++) {
      reports.add(nodes[i].report(queued[i]));
    }
    return new LiveReport(
        graph,
        System.nanoTime() - begunNanos,
        running.size(),
        finished,
        failed,
        reports,
        Arrays.stream(carried).boxed().toList());
  }
}
