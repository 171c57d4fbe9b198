package dev.easel.framework.stream;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputStreamHandler.Readiness;
import java.util.Arrays;
import java.util.List;

/** Queues that are taken together, at one timestamp, inside a handler. */
final class QueueSet {
  private final int[] ids;
  private final List<InputQueue> queues;
  private final boolean processBounds;
  private long lastProcessed = Timestamp.UNSET;

  QueueSet(int[] ids, List<InputQueue> all, boolean processBounds) {
    this.ids = ids;
    this.queues = Arrays.stream(ids).mapToObj(all::get).toList();
    this.processBounds = processBounds;
  }

  int[] ids() {
    return ids;
  }

  long lastProcessed() {
    return lastProcessed;
  }

  Readiness readiness() {
    long minBound = Timestamp.DONE;
    long minPacket = Timestamp.DONE;
    for (InputQueue queue : queues) {
      if (queue.isEmpty()) {
        minBound = Math.min(minBound, queue.bound());
      } else {
        minPacket = Math.min(minPacket, queue.minTimestampOrBound());
      }
    }
    long lowest = Math.min(minPacket, minBound);
    if (lowest >= Timestamp.ONE_OVER_POST_STREAM) {
      lastProcessed = Timestamp.previous(Timestamp.DONE);
      return Readiness.close();
    }
    if (!processBounds) {
      return minBound > minPacket ? ready(lowest) : Readiness.notReady(lowest);
    }
    long settled =
        minPacket == Timestamp.POST_STREAM && minBound > minPacket
            ? minPacket
            : Timestamp.previous(minBound);
    long next = Math.min(minPacket, settled);
    return next > Math.max(lastProcessed, Timestamp.UNSTARTED)
        ? ready(next)
        : Readiness.notReady(lowest);
  }

  private Readiness ready(long timestamp) {
    lastProcessed = timestamp;
    return Readiness.ready(timestamp);
  }
}
