package dev.easel.framework.schedule;

import dev.easel.framework.node.Call;
import dev.easel.framework.node.Node;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thread runs all nodes: it keeps the ownership of the run while calculators work, so that a
 * node costs no atomic operation. Others leave orders, which it carries out between a call and its
 * completion: what came while the node was busy is there when the node looks at its queues again.
 */
public final class AloneScheduler extends Scheduler {
  private static final int NONE = -1;

  /** After so many nodes a thread that is lent looks whether it still is. */
  private static final int LENT_TURN = 256;

  private static final VarHandle CALLED;

  static {
    try {
      CALLED = MethodHandles.lookup().findVarHandle(AloneScheduler.class, "called", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The node that is being called, -1 between two calls; a number as in {@link Lane}. */
  @SuppressWarnings("UnusedVariable") // by its VarHandle
  private int called = NONE;

  private @Nullable Thread thread;

  /** A scheduler of a run. */
  public AloneScheduler(RunState run, Duration grace) {
    super(run, grace);
  }

  @Override
  public void work(Lane lane) {
    if (run().ownership().acquireUnless(run()::isOver)) {
      work(lane, TURN, null);
    }
  }

  @Override
  public void workInline(Lane lane) {
    if (lane.executor() instanceof LaneExecutor.Lent lent) {
      if (run().ownership().acquireUnless(run()::isOver)) {
        work(lane, LENT_TURN, lent.threads().current());
      }
    } else {
      work(lane);
    }
  }

  @Override
  public void help(Lane lane) {
    lane.workers++;
    work(lane, APPLICATION_TURN, null);
  }

  private void work(Lane lane, int most, @Nullable Loan loan) {
    RunState run = run();
    if (run.isTerminated()) {
      return;
    }
    thread = Thread.currentThread();
    @Nullable Call before = null;
    for (int turn = 0; turn < most; turn++) {
      Node node = run.nextNode(lane);
      if (node == null) {
        lane.workers--;
        run.leaveLane(lane);
        return;
      }
      Call call = node.nextCall();
      call.follows(before);
      if (run.hasFailed()) {
        grace().working();
      }
      CALLED.setOpaque(this, node.id());
      if (loan == null) {
        node.callUser(call);
      } else {
        callLent(loan, node, call);
      }
      if (run.hasFailed() && !grace().returned()) {
        run.cameBack(node.lane());
        return;
      }
      CALLED.setOpaque(this, NONE);
      run.readMail();
      returned(call);
      before = call;
      run.recheckAll();
    }
    lane.workers--;
    run.leave();
  }

  private static void callLent(Loan loan, Node node, Call call) {
    loan.enter(node.name());
    node.callUser(call);
    loan.leave();
  }

  /**
   * Ends the run without the call that has not returned. Only while a node is called may the
   * grace's thread take the run over; the caller finds that out when it returns, by the same
   * compare-and-set.
   */
  @Override
  protected void giveUp() {
    RunState run = run();
    if (run.isOver()) {
      run.finishIfLeft();
      return;
    }
    if (run.ownership().tryAcquire()) {
      abandonWaiting();
      run.leave();
      run.finishIfLeft();
    } else {
      int node = (int) CALLED.getOpaque(this);
      if (node != NONE && grace().takeOver()) {
        abandonWaiting();
        run.gaveUp(run.node(node), thread);
        run.endWithout();
        return;
      }
    }
    grace().again();
  }
}
