package dev.easel.framework.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the calls of one node add up to, in all runs of its graph.
 *
 * <p><b>Threads:</b> any. Those that count seldom meet: each counts in one of a few rows. Who reads
 * meanwhile sees each number as it is at some moment, and not all of the same moment.
 */
public final class NodeTally {
  private static final int IN_CALLS = 0;
  private static final int SUSPENDED = 1;
  private static final int ERRORS = 2;
  private static final int OPEN_NANOS = 3;
  private static final int CLOSE_NANOS = 4;
  private static final int WAIT_NANOS = 5;
  private static final int CALL_NANOS = 6;
  private static final int WAITS = 7;
  private static final int CALLS = WAITS + TimeScale.CLASSES;
  private static final int ALL = CALLS + TimeScale.CLASSES;

  private static final int ROWS =
      Integer.highestOneBit(Math.min(8, Runtime.getRuntime().availableProcessors()));

  private final AtomicLongArray[] rows = new AtomicLongArray[ROWS];

  /** A tally of no calls. */
  public NodeTally() {
    for (int i = 0; i < ROWS; i++) {
      rows[i] = new AtomicLongArray(ALL);
    }
  }

  private AtomicLongArray row() {
    return rows[(int) Thread.currentThread().getId() & (ROWS - 1)];
  }

  /** A call of {@code process} begins, which was ready so long before. */
  public void begins(long waitedNanos) {
    AtomicLongArray row = row();
    row.getAndIncrement(WAITS + TimeScale.of(waitedNanos));
    if (waitedNanos > 0) {
      row.getAndAdd(WAIT_NANOS, waitedNanos);
    }
  }

  /** A call of {@code process} has ended. */
  public void ends(long tookNanos, boolean hasFailed) {
    AtomicLongArray row = row();
    row.getAndAdd(CALL_NANOS, tookNanos);
    row.getAndIncrement(CALLS + TimeScale.of(tookNanos));
    if (hasFailed) {
      row.getAndIncrement(ERRORS);
    }
  }

  /** A call of {@code process} waits without a thread from now on. */
  public void suspends() {
    row().getAndIncrement(SUSPENDED);
  }

  /** Such a call goes on. */
  public void goesOn() {
    row().getAndDecrement(SUSPENDED);
  }

  /** The node's opening or closing begins. */
  public void entersEdge() {
    row().getAndIncrement(IN_CALLS);
  }

  /** The node was opened, or closed. */
  public void leavesEdge(boolean isOpening, long tookNanos, boolean hasFailed) {
    AtomicLongArray row = row();
    row.getAndDecrement(IN_CALLS);
    row.getAndAdd(isOpening ? OPEN_NANOS : CLOSE_NANOS, tookNanos);
    if (hasFailed) {
      row.getAndIncrement(ERRORS);
    }
  }

  private long sum(int cell) {
    long sum = 0;
    for (AtomicLongArray row : rows) {
      sum += row.get(cell);
    }
    return sum;
  }

  private TimeCounts times(int first, int nanos) {
    List<TimeCounts.TimeClass> classes = new ArrayList<>();
    long all = 0;
    for (int i = 0; i < TimeScale.CLASSES; i++) {
      long count = sum(first + i);
      if (count > 0) {
        classes.add(new TimeCounts.TimeClass(TimeScale.end(i), count));
        all += count;
      }
    }
    return new TimeCounts(all, sum(nanos), classes);
  }

  /** How long calls of {@code process} took. */
  public TimeCounts calls() {
    return times(CALLS, CALL_NANOS);
  }

  /** How long those were ready before they began. */
  public TimeCounts waits() {
    return times(WAITS, WAIT_NANOS);
  }

  /** What was counted; the queues are counted elsewhere. */
  LiveReport.NodeReport report(long[] queued) {
    // Ends are read before begins, so that no call seems to have ended before it began.
    TimeCounts calls = calls();
    long suspended = Math.max(0, sum(SUSPENDED));
    TimeCounts waits = waits();
    long inFlight = waits.count() - calls.count();
    return new LiveReport.NodeReport(
        Math.max(0, inFlight - suspended) + Math.max(0, sum(IN_CALLS)),
        suspended,
        sum(ERRORS),
        sum(OPEN_NANOS),
        sum(CLOSE_NANOS),
        calls,
        waits,
        Arrays.stream(queued).boxed().toList());
  }
}
