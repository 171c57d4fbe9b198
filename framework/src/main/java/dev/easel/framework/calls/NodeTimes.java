package dev.easel.framework.calls;

import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.proto.GraphTrace.EventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When each node of one run worked on packets: four numbers for a node, however many calls there
 * are. A call that failed counts whatever it was for.
 *
 * <p><b>Threads:</b> any.
 */
public final class NodeTimes implements CallLog {
  private static final int START = 0;
  private static final int END = 1;
  private static final int BUSY = 2;
  private static final int CALLS = 3;
  private static final int NUMBERS = 4;

  private final List<NodePlan> nodes;

  // Guarded by this object.
  private final long[] numbers;
  private final Map<Integer, Failed> failures = new HashMap<>();

  private record Failed(Thrown failure, long nanos) {}

  /**
   * One node's times, by {@link System#nanoTime}.
   *
   * @param start when its first call began
   * @param end when its last call ended
   * @param busy how long the calls took together
   * @param failure of the first call that failed: others may have failed because it did
   * @param failed when that call ended
   */
  public record Times(
      String name,
      String calculator,
      long start,
      long end,
      long busy,
      long calls,
      Optional<Thrown> failure,
      long failed) {}

  /** The times of a run that begins. */
  public NodeTimes(GraphPlan graph) {
    nodes = graph.nodes();
    numbers = new long[NUMBERS * nodes.size()];
  }

  @Override
  public synchronized void called(
      int node,
      EventType type,
      long inputTimestamp,
      long start,
      long end,
      @Nullable Throwable thrown,
      Packets packets) {
    if (type != EventType.PROCESS && thrown == null) {
      return;
    }
    int first = NUMBERS * node;
    boolean isFirst = numbers[first + CALLS] == 0;
    // By differences, since the clock may pass the largest number.
    if (isFirst || start - numbers[first + START] < 0) {
      numbers[first + START] = start;
    }
    if (isFirst || end - numbers[first + END] > 0) {
      numbers[first + END] = end;
    }
    numbers[first + BUSY] += end - start;
    numbers[first + CALLS]++;
    if (thrown != null) {
      failures.putIfAbsent(node, new Failed(Thrown.of(thrown), end));
    }
  }

  /** Those of all nodes that were called. */
  public synchronized List<Times> all() {
    List<Times> all = new ArrayList<>();
    for (NodePlan node : nodes) {
      int first = NUMBERS * node.id();
      if (numbers[first + CALLS] > 0) {
        Optional<Failed> failed = Optional.ofNullable(failures.get(node.id()));
        all.add(
            new Times(
                node.name(),
                node.type(),
                numbers[first + START],
                numbers[first + END],
                numbers[first + BUSY],
                numbers[first + CALLS],
                failed.map(Failed::failure),
                failed.map(Failed::nanos).orElse(0L)));
      }
    }
    return all;
  }
}
