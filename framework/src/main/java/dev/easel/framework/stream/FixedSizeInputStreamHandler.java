package dev.easel.framework.stream;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandlerFactory.Request;
import dev.easel.framework.proto.FixedSizeInputStreamHandlerOptions;

/** The default rule on queues that stay short: older packets are dropped. */
final class FixedSizeInputStreamHandler extends DefaultInputStreamHandler {
  private final int trigger;
  private final int target;
  private final boolean fixedMinSize;
  private boolean promised;
  private long kept = Timestamp.UNSET;

  FixedSizeInputStreamHandler(Request request) {
    super(request);
    FixedSizeInputStreamHandlerOptions options =
        request.options().getExtension(FixedSizeInputStreamHandlerOptions.ext);
    trigger = options.getTriggerQueueSize();
    target = options.getTargetQueueSize();
    fixedMinSize = options.getFixedMinSize();
  }

  @Override
  public boolean isToldOfPackets() {
    return true;
  }

  @Override
  public void packetQueued(int id) {
    if (!promised) {
      drop(false);
    }
  }

  @Override
  public Readiness readiness() {
    if (promised) {
      return Readiness.notReady(Timestamp.UNSET);
    }
    drop(false);
    Readiness found = super.readiness();
    while (found.state() == State.READY && found.timestamp() < kept) {
      drop(false);
      found = super.readiness();
    }
    promised = found.state() == State.READY;
    return found;
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    drop(true);
    super.fill(lowestToProcess(), to);
    promised = false;
  }

  private void drop(boolean keepOne) {
    if (fixedMinSize) {
      dropFromAll();
    } else {
      dropFromAny(keepOne);
    }
  }

  private void dropFromAll() {
    long lowest = Timestamp.MAX;
    for (InputQueue queue : queues()) {
      if (queue.size() < trigger) {
        return;
      }
      lowest = Math.min(lowest, queue.minTimestampOfNewest(target));
    }
    dropBefore(lowest);
  }

  private void dropFromAny(boolean keepOne) {
    for (InputQueue queue : queues()) {
      int most = queue.size() >= trigger ? target : trigger - 1;
      if (queue.size() > most) {
        kept = Math.max(kept, Timestamp.next(queue.minTimestampOfNewest(most + 1)));
      }
    }
    if (keepOne) {
      kept = Math.min(kept, before(lowestBound()));
    }
    dropBefore(kept);
  }

  private void dropBefore(long timestamp) {
    for (InputQueue queue : queues()) {
      queue.dropBefore(timestamp);
    }
  }

  private long lowestBound() {
    long lowest = Timestamp.DONE;
    for (InputQueue queue : queues()) {
      long newest = queue.minTimestampOfNewest(1);
      lowest = Math.min(lowest, newest > Timestamp.UNSET ? Timestamp.next(newest) : queue.bound());
    }
    return lowest;
  }

  private long lowestToProcess() {
    long lowest = Timestamp.DONE;
    for (InputQueue queue : queues()) {
      long first = queue.minTimestampOrBound();
      lowest = Math.min(lowest, queue.isEmpty() ? before(first) : first);
    }
    return lowest;
  }

  private static long before(long bound) {
    return Timestamp.isRangeValue(bound) ? Math.max(bound - 1, Timestamp.MIN) : bound;
  }
}
