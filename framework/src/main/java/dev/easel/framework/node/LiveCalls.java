package dev.easel.framework.node;

import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.live.NodeTally;
import dev.easel.framework.packet.Timestamp;

/** Has the calls of nodes counted where others look on. */
public final class LiveCalls extends CallRecorder {
  private final LiveProfile profile;
  private final CallRecorder inner;

  /** Has calls counted by {@code profile}, and recorded by {@code inner} too. */
  public LiveCalls(LiveProfile profile, CallRecorder inner) {
    this.profile = profile;
    this.inner = inner;
  }

  @Override
  boolean asksWhenReady() {
    return true;
  }

  @Override
  void call(Node node, Call call, boolean opening) {
    NodeTally tally = profile.node(node.id());
    if (opening || call.inputTimestamp() == Timestamp.DONE) {
      callEdge(tally, node, call, opening);
      return;
    }
    if (call.isResumed()) {
      tally.goesOn();
    } else {
      noteBegin(call);
      // A source is ready whenever it is its turn.
      tally.begins(call.readyNanos == 0 ? 0 : Math.max(0, call.begunNanos - call.readyNanos));
      call.readyNanos = 0;
    }
    inner.call(node, call, false);
    if (call.isSuspended()) {
      tally.suspends();
    } else {
      call.endedNanos = System.nanoTime();
      tally.ends(call.endedNanos - call.begunNanos, call.thrown() != null);
    }
  }

  /** A call that follows another one on its thread knows when it began. */
  private static void noteBegin(Call call) {
    if (call.begunNanos == 0) {
      call.begunNanos = System.nanoTime();
    }
  }

  private void callEdge(NodeTally tally, Node node, Call call, boolean opening) {
    noteBegin(call);
    tally.entersEdge();
    inner.call(node, call, opening);
    call.endedNanos = System.nanoTime();
    tally.leavesEdge(opening, call.endedNanos - call.begunNanos, call.thrown() != null);
  }
}
