package dev.easel.framework.schedule;

import dev.easel.framework.node.Call;
import dev.easel.framework.node.Node;
import dev.easel.framework.node.Pace;
import dev.easel.framework.scheduler.Ownership;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Several threads run the nodes. Who enters a call gives the ownership of the run up, so that
 * others go on meanwhile; before a call that is known to be short it is only lent, since handing
 * the run to another thread would take longer than the call.
 */
public final class SharedScheduler extends Scheduler {
  /** How often a thread tries to get the run back before it looks whether that makes sense. */
  private static final int TRIES = 64;

  /** The length of a call that nobody has timed. */
  private static final long UNTIMED = -1;

  private final Ownership ownership;
  private final UnderWay underWay = new UnderWay();
  private @Nullable Watch watch;

  /** Whether calls are made under a lent ownership: not where several executors take turns. */
  private final boolean lends;

  /** The node that is called while the ownership is lent, a number as in {@link Lane}. */
  private int lentNode;

  private @Nullable Thread lender;

  /** The call that the owner's thread has just ended, without anybody else between. */
  private @Nullable Call before;

  /** How often the run was lent. */
  private long loans;

  /** A scheduler of a run; {@code lends} where one executor runs all nodes. */
  public SharedScheduler(RunState run, Duration grace, boolean lends) {
    super(run, grace);
    this.lends = lends;
    ownership = run.ownership();
  }

  @Override
  public boolean isIdle() {
    return underWay.isEmpty() && super.isIdle();
  }

  @Override
  public void work(Lane lane) {
    if (acquire()) {
      work(lane, TURN, false);
    } else if (!run().isOver()) {
      run().post(lane::workerGone);
    }
  }

  @Override
  public void workInline(Lane lane) {
    // It works until nothing is ready: giving the thread back would only bring it here again.
    if (ownership.acquireUnless(run()::isOver)) {
      lane.inline++;
      work(lane, Integer.MAX_VALUE, true);
    }
  }

  @Override
  public void help(Lane lane) {
    lane.workers++;
    work(lane, APPLICATION_TURN, false);
  }

  /** Gets the run, unless it is over, or lent: then another thread is at work and takes orders. */
  private boolean acquire() {
    for (int i = 0; i < TRIES; i++) {
      if (ownership.tryAcquire()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return ownership.acquireUnless(() -> run().isOver() || ownership.isLent());
  }

  private void work(Lane lane, int most, boolean inline) {
    RunState run = run();
    if (run.isTerminated()) {
      return;
    }
    before = null;
    for (int turn = 0; turn < most; turn++) {
      Node node = run.nextNode(lane);
      if (node == null) {
        leaves(lane, inline);
        run.leaveLane(lane);
        return;
      }
      if (!call(node, lane, inline)) {
        return;
      }
    }
    leaves(lane, inline);
    run.leave();
  }

  private static void leaves(Lane lane, boolean inline) {
    lane.workers--;
    if (inline) {
      lane.inline--;
    }
  }

  /** Has a node called; false if the run goes on without this thread. */
  private boolean call(Node node, Lane lane, boolean inline) {
    Call call = node.nextCall();
    call.follows(before);
    before = null;
    boolean counts = lends && !node.isParallel();
    if (counts && node.pace().isShort()) {
      return callLending(node, call, lane, inline);
    }
    underWay.begin(call, Thread.currentThread());
    lane.busy++;
    run().letOthersWork();
    long nanos = counts ? time(node, call) : callUntimed(node, call);
    return comeBack(call, lane, inline, nanos);
  }

  /** Where nobody wants to know how long it takes: asking for the time would take longer. */
  private static long callUntimed(Node node, Call call) {
    node.callUser(call);
    node.tellTaps(call);
    return UNTIMED;
  }

  private static long time(Node node, Call call) {
    long start = System.nanoTime();
    callUntimed(node, call);
    return System.nanoTime() - start;
  }

  private boolean callLending(Node node, Call call, Lane lane, boolean inline) {
    Pace pace = node.pace();
    watch(lane).ensure();
    lentNode = node.id();
    if (lender != Thread.currentThread()) {
      lender = Thread.currentThread();
    }
    boolean isTimed = pace.isSampleDue();
    long loan = ownership.lend(loans++);
    long nanos = isTimed ? time(node, call) : callUntimed(node, call);
    if (!ownership.takeBack(loan)) {
      // It lasted until the watch saw that.
      return comeBack(call, lane, inline, Long.MAX_VALUE);
    }
    if (nanos != UNTIMED) {
      pace.took(nanos);
    }
    run().readMail();
    returned(call);
    before = call;
    run().recheckAll();
    return true;
  }

  /** After a call in which others had the run; false if it goes on without this thread. */
  private boolean comeBack(Call call, Lane lane, boolean inline, long nanos) {
    if (call.isAbandoned() || !acquire()) {
      return leaveTo(call, lane, inline, nanos);
    }
    if (call.isAbandoned()) {
      run().cameBack(call.node().lane());
      run().leave();
      return false;
    }
    end(call, lane, nanos);
    return true;
  }

  /** Another thread has the run and keeps it: it is to deal with the call. */
  private boolean leaveTo(Call call, Lane lane, boolean inline, long nanos) {
    if (call.isAbandoned() || run().isOver()) {
      run().cameBack(call.node().lane());
      return false;
    }
    run()
        .post(
            () -> {
              if (call.isAbandoned()) {
                run().cameBack(call.node().lane());
              } else {
                end(call, lane, nanos);
                leaves(lane, inline);
              }
            });
    return false;
  }

  private void end(Call call, Lane lane, long nanos) {
    underWay.end(call);
    lane.busy--;
    if (nanos != UNTIMED) {
      call.node().pace().took(nanos);
    }
    returned(call);
  }

  // ---- calls that last

  /** The owner: few runs last long enough to need one. */
  private Watch watch(Lane lane) {
    Watch made = watch;
    if (made == null) {
      made = new Watch(this, lane);
      watch = made;
    }
    return made;
  }

  /** Any thread: the call that is made at present under a lent ownership, 0 if there is none. */
  long loan() {
    return ownership.loan();
  }

  /**
   * A thread of the lane's executor: takes the run from a thread whose call lasts, and goes on with
   * it; nothing if that call has returned meanwhile.
   */
  void takeOver(Lane lane, long loan) {
    if (ownership.takeOver(loan)) {
      enterLentCall();
      lane.workers++;
      work(lane, TURN, false);
    }
  }

  /** The call during which the ownership was lent counts as one in which it was given up. */
  private void enterLentCall() {
    Thread caller = lender;
    if (caller != null) {
      Node node = run().node(lentNode);
      underWay.begin(node.mainCall(), caller);
      run().lane(node).busy++;
    }
  }

  @Override
  protected void giveUp() {
    RunState run = run();
    boolean mine = false;
    while (!mine && !run.isOver()) {
      mine = ownership.acquireUnless(() -> run.isOver() || ownership.isLent());
      if (!mine && ownership.takeOver(ownership.loan())) {
        enterLentCall();
        mine = true;
      }
    }
    if (!mine) {
      run.finishIfLeft();
      return;
    }
    underWay.takeAll(this::abandon);
    abandonWaiting();
    grace().again();
    run.leave();
    // The executor may have no thread left that could do so.
    run.finishIfLeft();
  }

  private void abandon(Call call, Thread caller) {
    Lane lane = run().lane(call.node());
    lane.busy--;
    lane.workers--;
    call.abandon();
    run().gaveUp(call.node(), caller);
  }
}
