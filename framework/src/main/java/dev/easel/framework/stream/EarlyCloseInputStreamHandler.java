package dev.easel.framework.stream;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandler;

/** The default rule, but the node closes as soon as one input has ended. */
final class EarlyCloseInputStreamHandler extends InputStreamHandler {
  @Override
  public Readiness readiness() {
    long minBound = Timestamp.DONE;
    long lowest = Timestamp.DONE;
    for (InputQueue queue : queues()) {
      if (isDone(queue)) {
        return Readiness.close();
      }
      if (queue.isEmpty()) {
        minBound = Math.min(minBound, queue.bound());
      }
      lowest = Math.min(lowest, queue.minTimestampOrBound());
    }
    return minBound > lowest ? Readiness.ready(lowest) : Readiness.notReady(lowest);
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    for (int id = 0; id < queues().size(); id++) {
      take(id, timestamp, to);
    }
  }
}
