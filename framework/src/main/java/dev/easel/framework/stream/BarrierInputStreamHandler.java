package dev.easel.framework.stream;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandler;

/** Takes one packet of every input, whatever their timestamps. */
final class BarrierInputStreamHandler extends InputStreamHandler {
  @Override
  protected void started() {
    queues().forEach(InputQueue::ignoreTimestamps);
  }

  @Override
  public Readiness readiness() {
    long lowest = Timestamp.DONE;
    boolean complete = true;
    for (InputQueue queue : queues()) {
      if (isDone(queue)) {
        return Readiness.close();
      }
      complete &= !queue.isEmpty();
      lowest = Math.min(lowest, queue.minTimestampOrBound());
    }
    return complete ? Readiness.ready(lowest) : Readiness.notReady(lowest);
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    for (int id = 0; id < queues().size(); id++) {
      InputQueue queue = queue(id);
      to.put(id, queue.pop(), isDone(queue));
    }
  }
}
