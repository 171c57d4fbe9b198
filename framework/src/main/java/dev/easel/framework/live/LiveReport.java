package dev.easel.framework.live;

import dev.easel.framework.plan.GraphPlan;
import java.util.List;

/**
 * What the runs of a graph have done so far, and do now.
 *
 * @param graph the graph; the nodes and streams below are in its order
 * @param nanos how long has been counted
 * @param running how many runs are going on
 * @param finished how many have ended well
 * @param failed how many have ended otherwise, cancelled ones among them
 * @param nodes its nodes
 * @param sent how many packets each stream has carried
 */
public record LiveReport(
    GraphPlan graph,
    long nanos,
    long running,
    long finished,
    long failed,
    List<NodeReport> nodes,
    List<Long> sent) {

  /**
   * One node.
   *
   * @param running how many of its calls are running now
   * @param suspended how many of them wait without a thread
   * @param errors how many have failed
   * @param openNanos how long its openings took
   * @param closeNanos how long its closings took
   * @param calls how long calls of {@code process} took, waits without a thread included
   * @param waits how long those were ready before they began
   * @param queued how many packets wait before each of its inputs
   */
  public record NodeReport(
      long running,
      long suspended,
      long errors,
      long openNanos,
      long closeNanos,
      TimeCounts calls,
      TimeCounts waits,
      List<Long> queued) {}
}
