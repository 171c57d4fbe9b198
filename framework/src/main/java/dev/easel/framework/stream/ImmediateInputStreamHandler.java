package dev.easel.framework.stream;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a node for every packet of every input, without waiting for the others. */
final class ImmediateInputStreamHandler extends InputStreamHandler {
  private final boolean processBounds;
  private final List<QueueSet> sets = new ArrayList<>();
  private long[] ready = {};

  ImmediateInputStreamHandler(Request request) {
    processBounds = request.processTimestampBounds();
  }

  @Override
  protected void started() {
    for (int id = 0; id < queues().size(); id++) {
      sets.add(new QueueSet(new int[] {id}, queues(), processBounds));
    }
    ready = new long[sets.size()];
    Arrays.fill(ready, Timestamp.UNSET);
  }

  @Override
  public Readiness readiness() {
    long lowest = Timestamp.DONE;
    long next = Timestamp.DONE;
    boolean becameDone = false;
    for (int i = 0; i < ready.length; i++) {
      if (ready[i] == Timestamp.UNSET) {
        long before = sets.get(i).lastProcessed();
        Readiness found = sets.get(i).readiness();
        lowest = Math.min(lowest, found.timestamp());
        if (found.state() == State.READY) {
          ready[i] = found.timestamp();
        } else if (found.state() == State.CLOSE) {
          becameDone |= !processBounds;
          ready[i] = processBounds && before < Timestamp.MAX ? Timestamp.MAX : Timestamp.DONE;
        }
      }
      lowest = Math.min(lowest, ready[i] == Timestamp.UNSET ? lowest : ready[i]);
      next = Math.min(next, ready[i] == Timestamp.UNSET ? next : ready[i]);
    }
    if (lowest == Timestamp.DONE) {
      return Readiness.close();
    }
    if (next < Timestamp.DONE) {
      return Readiness.ready(next);
    }
    return becameDone ? Readiness.ready(lowest) : Readiness.notReady(lowest);
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    for (int i = 0; i < ready.length; i++) {
      if (ready[i] == timestamp) {
        take(i, timestamp, to);
        ready[i] = Timestamp.UNSET;
      } else {
        takeBound(i, to);
      }
    }
  }
}
