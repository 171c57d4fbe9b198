package dev.easel.framework.testing;

import dev.easel.framework.node.Call;
import dev.easel.framework.node.Node;
import dev.easel.framework.schedule.Lane;
import dev.easel.framework.schedule.RunState;
import dev.easel.framework.schedule.Scheduler;
import dev.easel.framework.schedule.SchedulerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs all nodes of a run on the application's thread, in an order that a seed chooses: which ready
 * node is next, which of the calls that were started runs or ends next, and how much is done after
 * an order. So one thread goes through what several threads may do, the same way for the same seed.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
public final class SeededScheduler extends Scheduler {
  private static final int MOST_CALLS = 4;
  private static final int MOST_TURNS = 4;

  private final SplittableRandom random;
  private final boolean onlyWhileWaiting;
  private final int mostCalls;
  private final @Nullable SimulationClock clock;
  private final List<Call> started = new ArrayList<>();
  private final List<Call> returned = new ArrayList<>();

  private SeededScheduler(
      RunState run,
      Duration grace,
      long seed,
      boolean onlyWhileWaiting,
      @Nullable SimulationClock clock) {
    super(run, grace);
    this.onlyWhileWaiting = onlyWhileWaiting;
    this.clock = clock;
    random = new SplittableRandom(seed);
    mostCalls = 1 + random.nextInt(MOST_CALLS);
  }

  /** What {@link dev.easel.framework.graph.GraphSettings#withScheduler} takes. */
  public static SchedulerFactory bySeed(long seed) {
    return by(seed, null);
  }

  /** The same for a run whose time passes while it waits for nothing else. */
  static SchedulerFactory bySeed(long seed, SimulationClock clock) {
    return by(seed, clock);
  }

  private static SchedulerFactory by(long seed, @Nullable SimulationClock clock) {
    return (run, nodes, grace, onlyWhileWaiting) -> {
      SeededScheduler made = new SeededScheduler(run, grace, seed, onlyWhileWaiting, clock);
      return new SeededLane(nodes, made, made.random);
    };
  }

  @Override
  public boolean isIdle() {
    return started.isEmpty() && returned.isEmpty() && super.isIdle();
  }

  @Override
  public void work(Lane lane) {
    throw new IllegalStateException("no executor's thread works here");
  }

  @Override
  public void workInline(Lane lane) {
    throw new IllegalStateException("no executor's thread works here");
  }

  @Override
  public boolean isMixing() {
    return !onlyWhileWaiting;
  }

  @Override
  public boolean hasWork(Lane lane) {
    return !started.isEmpty() || !returned.isEmpty() || !lane.isEmpty() || isTimeAwaited();
  }

  /** Whether a call waits, and time would have it go on. */
  private boolean isTimeAwaited() {
    return clock != null && clock.isAwaited() && !super.isIdle();
  }

  @Override
  public boolean endsInPlace() {
    return false;
  }

  @Override
  public void help(Lane lane) {
    lane.workerCame();
    if (clock != null && isTimeAwaited() && isIdleHere() && lane.isEmpty()) {
      clock.advanceToNext();
    }
    work(lane, APPLICATION_TURN);
  }

  @Override
  public void afterOrder(Lane lane) {
    lane.workerCame();
    work(lane, random.nextInt(MOST_TURNS));
  }

  /** As several threads would, one step of one of them after another. */
  private void work(Lane lane, int turns) {
    RunState run = run();
    for (int turn = 0; turn < turns && !run.isTerminated(); turn++) {
      run.readMail();
      Node node = startsNext(lane) ? run.nextNode(lane) : null;
      if (node != null) {
        started.add(node.nextCall());
        run.settle();
      } else if (isIdleHere()) {
        break;
      } else if (!proceed()) {
        return;
      }
    }
    lane.workerGone();
    run.leave();
  }

  private boolean isIdleHere() {
    return started.isEmpty() && returned.isEmpty();
  }

  /** Whether a node is to be started now rather than a call to be continued. */
  private boolean startsNext(Lane lane) {
    int calls = started.size() + returned.size();
    return calls == 0 || (calls < mostCalls && !lane.isEmpty() && random.nextBoolean());
  }

  /** Runs a call, or ends one that has run; false if the run has ended meanwhile. */
  private boolean proceed() {
    RunState run = run();
    if (started.isEmpty() || (!returned.isEmpty() && random.nextBoolean())) {
      Call ended = returned.remove(random.nextInt(returned.size()));
      returned(ended);
      run.recheckAll();
      return true;
    }
    Call call = started.remove(random.nextInt(started.size()));
    returned.add(call);
    run.letOthersWork();
    call.node().callUser(call);
    call.node().tellTaps(call);
    return run.ownership().acquireUnless(run::isOver);
  }

  /** There is one thread, the application's; if it is in a call, it waits with everybody. */
  @Override
  protected void giveUp() {
    run().finishIfLeft();
  }
}
