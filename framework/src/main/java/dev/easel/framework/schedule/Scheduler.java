package dev.easel.framework.schedule;

import dev.easel.framework.node.Call;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the nodes of one run on its threads, and knows which calls are under way.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
public abstract class Scheduler {
  /** After so many nodes an executor's thread is given back for others to use. */
  protected static final int TURN = 4096;

  /** After so many nodes the application's thread looks whether what it waits for is there. */
  protected static final int APPLICATION_TURN = 64;

  private final RunState run;
  private final Duration graceLength;
  private @Nullable Set<Call> aside;
  private volatile @Nullable Grace grace;

  /**
   * A scheduler of a run that begins.
   *
   * @param grace how long calls may last after the run has failed
   */
  protected Scheduler(RunState run, Duration grace) {
    this.run = run;
    graceLength = grace;
  }

  /** The run. */
  protected final RunState run() {
    return run;
  }

  /** A thread of the lane's executor, which owns nothing: runs nodes until none is ready. */
  public abstract void work(Lane lane);

  /** A thread that the executor left the work to, and which owns nothing: the same at once. */
  public abstract void workInline(Lane lane);

  /** The application's thread, which owns the run: runs some nodes and gives it up. */
  public abstract void help(Lane lane);

  /** Whether there is something to do for the threads of a lane. */
  public boolean hasWork(Lane lane) {
    return !lane.isEmpty();
  }

  /** Whether the thread that finds the run ended also finishes it. */
  public boolean endsInPlace() {
    return true;
  }

  /** Any thread: whether the application's thread mixes work with its orders. */
  public boolean isMixing() {
    return false;
  }

  /** The application's thread, which owns the run, after an order: does so, and gives it up. */
  public void afterOrder(Lane lane) {
    run.leave();
  }

  /** Whether no call is under way, on a thread or suspended. */
  public boolean isIdle() {
    Set<Call> waiting = aside;
    return waiting == null || waiting.isEmpty();
  }

  /** Any thread: the run has failed; calls that do not return are given up after a while. */
  public final void graceBegins() {
    grace().begin();
  }

  /** The run has ended. */
  public final void graceEnds() {
    Grace begun = grace;
    if (begun != null) {
      begun.end();
    }
  }

  /** The grace of a run that has failed; few runs do, so it is made when it is needed. */
  final Grace grace() {
    Grace made = grace;
    return made == null ? makeGrace() : made;
  }

  private synchronized Grace makeGrace() {
    Grace made = grace;
    if (made == null) {
      made = new Grace(graceLength, this::giveUp);
      grace = made;
    }
    return made;
  }

  /** The grace's thread: ends the run without the calls that have not returned. */
  protected abstract void giveUp();

  /** A call has returned: completes it, unless it was suspended and is to wait. */
  protected final void returned(Call call) {
    if (call.isSuspended()) {
      putAside(call);
    } else {
      call.node().complete(call);
    }
  }

  private void putAside(Call call) {
    Set<Call> waiting = aside;
    if (waiting == null) {
      waiting = new LinkedHashSet<>();
      aside = waiting;
    }
    // Known before it is said to be aside: whoever resumes it finds it here.
    waiting.add(call);
    if (!call.putAside()) {
      resumed(call);
    } else if (run.hasFailed()) {
      call.endWait();
    }
  }

  /** A suspended call goes on: gives it to its lane. False if it is not waited for any more. */
  public final boolean resumed(Call call) {
    Set<Call> waiting = aside;
    if (waiting == null || !waiting.remove(call)) {
      return false;
    }
    call.node().resume(call);
    run.goesOn(call.node());
    return true;
  }

  /** The run has failed: nobody waits any longer. */
  public final void endWaits() {
    Set<Call> waiting = aside;
    if (waiting != null) {
      for (Call call : waiting.toArray(Call[]::new)) {
        call.endWait();
      }
    }
  }

  /** Gives up the calls that wait. */
  protected final void abandonWaiting() {
    Set<Call> waiting = aside;
    if (waiting != null) {
      waiting.forEach(
          call -> {
            call.abandon();
            call.node().abandon();
          });
      waiting.clear();
    }
  }
}
