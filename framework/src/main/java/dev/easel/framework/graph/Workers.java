package dev.easel.framework.graph;

import dev.easel.framework.scheduler.Ownership;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run the nodes of one run, and the calls that they are in.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
final class Workers {
  /** After so many nodes an executor's thread is given back for others to use. */
  private static final int TURN = 4096;

  private static final int APPLICATION_TURN = 64;

  private final GraphRun run;
  private final Ownership ownership;
  private final RunErrors errors;
  private final RunEnd end;
  private final Duration graceLength;
  private final GraphExecutors executors;
  private final boolean shared;

  private final List<Call> calls;
  private final List<Thread> callers;
  private int running;
  private volatile @Nullable Grace grace;

  /** The node that the only thread calls, -1 before the first; a number as in {@link Lane}. */
  private int soloNode = -1;

  private @Nullable Thread soloThread;

  Workers(GraphRun run, RunSetup setup, RunErrors errors, RunEnd end, Lane[] lanes) {
    this.run = run;
    this.errors = errors;
    this.end = end;
    ownership = run.ownership();
    executors = setup.executors();
    graceLength = setup.grace();
    shared = lanes.length > 1 || lanes[0].width() > 1 || lanes[0] instanceof SeededLane;
    calls = shared ? new ArrayList<>() : List.of();
    callers = shared ? new ArrayList<>() : List.of();
  }

  /** Any thread: the run has failed. */
  void graceBegins() {
    grace().begin();
  }

  /** The run has ended. */
  void graceEnds() {
    Grace begun = grace;
    if (begun != null) {
      begun.end();
    }
  }

  private synchronized Grace grace() {
    Grace made = grace;
    if (made == null) {
      made = new Grace(graceLength, this::giveUp);
      grace = made;
    }
    return made;
  }

  /** Whether no calculator works without owning the run. */
  boolean areIdle() {
    return running == 0;
  }

  /** An executor's thread: runs nodes of a lane until none is ready. */
  void work(Lane lane) {
    if (ownership.acquireUnless(end::isOver)) {
      work(lane, TURN);
    }
  }

  /** The application's thread, which owns the run: runs some nodes. */
  void help(Lane lane) {
    lane.workers++;
    if (lane instanceof SeededLane seeded) {
      workSeeded(seeded, APPLICATION_TURN);
    } else {
      work(lane, APPLICATION_TURN);
    }
  }

  /** The application's thread, which owns the run: mixes some work with its orders. */
  void helpAfterOrder(SeededLane lane) {
    lane.workers++;
    workSeeded(lane, lane.turnsAfterOrder());
  }

  private void work(Lane lane, int turns) {
    if (run.isTerminated()) {
      return;
    }
    if (shared) {
      workShared(lane, turns);
    } else {
      workAlone(lane, turns);
    }
  }

  private void workAlone(Lane lane, int turns) {
    soloThread = Thread.currentThread();
    for (int turn = 0; turn < turns; turn++) {
      run.readMailIfAny();
      Node node = run.nextNode(lane);
      if (node == null) {
        lane.workers--;
        run.leaveLane(lane);
        return;
      }
      Call call = node.nextCall();
      soloNode = node.id();
      if (errors.hasFailed()) {
        grace().working();
      }
      node.callUser(call);
      if (errors.hasFailed() && !grace().returned()) {
        return;
      }
      node.complete(call);
      run.recheckAll();
    }
    lane.workers--;
    run.leave();
  }

  private void workShared(Lane lane, int turns) {
    for (int turn = 0; turn < turns; turn++) {
      Node node = run.nextNode(lane);
      if (node == null) {
        lane.workers--;
        run.leaveLane(lane);
        return;
      }
      Call call = node.nextCall();
      begin(call, lane);
      run.letOthersWork();
      node.callUser(call);
      tap(node, call);
      if (!ownership.tryAcquire() && !ownership.acquireUnless(end::isOver)) {
        return;
      }
      if (call.abandoned) {
        run.leave();
        return;
      }
      end(call, lane);
      node.complete(call);
    }
    lane.workers--;
    run.leave();
  }

  /** As several threads would, one step of one of them after another. */
  private void workSeeded(SeededLane lane, int turns) {
    for (int turn = 0; turn < turns && !run.isTerminated(); turn++) {
      run.readMailIfAny();
      Node node = lane.startsNext() ? run.nextNode(lane) : null;
      if (node != null) {
        begin(node.nextCall(), lane);
        lane.start(calls.get(calls.size() - 1));
        run.settle();
      } else if (!lane.isCalling()) {
        break;
      } else if (!proceed(lane)) {
        return;
      }
    }
    lane.workers--;
    run.leave();
  }

  /** Runs a call, or ends one that has run; false if the run has ended meanwhile. */
  private boolean proceed(SeededLane lane) {
    Call call = lane.next();
    if (call == null) {
      Call ended = lane.end();
      end(ended, lane);
      ended.node().complete(ended);
      run.recheckAll();
      return true;
    }
    run.letOthersWork();
    call.node().callUser(call);
    tap(call.node(), call);
    return ownership.acquireUnless(end::isOver);
  }

  private void begin(Call call, Lane lane) {
    running++;
    lane.busy++;
    calls.add(call);
    callers.add(Thread.currentThread());
  }

  private void end(Call call, Lane lane) {
    int place = calls.indexOf(call);
    calls.remove(place);
    callers.remove(place);
    running--;
    lane.busy--;
  }

  private static void tap(Node node, Call call) {
    if (call.thrown == null && node.plan().maxInFlight() == 1) {
      for (Output output : node.outputs()) {
        if (output.hasPackets() && output.stream().hasTaps()) {
          output.tapPackets();
        }
      }
    }
  }

  // ---- calls that do not return

  /** The grace is over: ends the run without the calls that have not returned. */
  private void giveUp() {
    if (shared) {
      if (ownership.acquireUnless(end::isOver)) {
        for (int i = 0; i < calls.size(); i++) {
          abandon(calls.get(i), callers.get(i));
        }
        calls.clear();
        callers.clear();
        grace().again();
        run.leave();
      }
    } else if (!end.isOver() && ownership.isOwned() && grace().takeOver()) {
      if (soloNode >= 0) {
        giveUpOn(run.node(soloNode), soloThread);
      }
      run.terminate();
      end.finish();
    } else if (!end.isOver()) {
      grace().again();
    }
  }

  private void abandon(Call call, Thread caller) {
    running--;
    call.node().lane().busy--;
    call.node().lane().workers--;
    call.abandoned = true;
    giveUpOn(call.node(), caller);
  }

  private void giveUpOn(Node node, @Nullable Thread thread) {
    node.abandon();
    String name = thread == null ? "" : thread.getName();
    StatusCode code =
        errors.combined("").map(StatusException::code).orElse(StatusCode.DEADLINE_EXCEEDED);
    run.fail(
        new StatusException(
            code,
            "A call of node \"%s\" did not return within %s after the run had failed; its thread \"%s\" was interrupted and given up."
                .formatted(node.name(), graceLength, name)));
    if (thread != null) {
      executors.replace(thread);
    }
  }
}
