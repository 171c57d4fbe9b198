package dev.easel.framework.stream.handler;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory.Request;
import dev.easel.framework.proto.TimestampAlignInputStreamHandlerOptions;

/** Moves the timestamps of all inputs to those of one base input. */
final class TimestampAlignInputStreamHandler extends InputStreamHandler {
  private final int base;
  private final long[] offsets;
  private boolean aligned;

  TimestampAlignInputStreamHandler(Request request) {
    base =
        NamedStreams.id(
            request.inputs(),
            request
                .options()
                .getExtension(TimestampAlignInputStreamHandlerOptions.ext)
                .getTimestampBaseTagIndex());
    offsets = new long[request.inputs().size()];
    aligned = offsets.length == 1;
  }

  @Override
  public Readiness readiness() {
    return aligned ? alignedReadiness() : baseReadiness();
  }

  private Readiness baseReadiness() {
    InputQueue baseQueue = queue(base);
    long now = baseQueue.minTimestampOrBound();
    if (baseQueue.isEmpty()) {
      return Readiness.notReady(now);
    }
    boolean complete = true;
    for (int id = 0; id < offsets.length; id++) {
      if (id != base && queue(id).isEmpty()) {
        complete = false;
      } else if (id != base) {
        offsets[id] = now - queue(id).minTimestampOrBound();
      }
    }
    aligned = complete;
    return Readiness.ready(now);
  }

  private Readiness alignedReadiness() {
    long minBound = Timestamp.DONE;
    long lowest = Timestamp.DONE;
    for (int id = 0; id < offsets.length; id++) {
      long t = queue(id).minTimestampOrBound();
      long shifted = Timestamp.isRangeValue(t) ? Timestamp.add(t, offsets[id]) : t;
      if (queue(id).isEmpty()) {
        minBound = Math.min(minBound, shifted);
      }
      lowest = Math.min(lowest, shifted);
    }
    if (lowest == Timestamp.DONE) {
      return Readiness.close();
    }
    return minBound > lowest ? Readiness.ready(lowest) : Readiness.notReady(lowest);
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    for (int id = 0; id < offsets.length; id++) {
      if (!aligned && id != base) {
        to.put(id, Packet.empty(), false);
      } else {
        takeShifted(id, timestamp, to);
      }
    }
  }

  private void takeShifted(int id, long timestamp, InputSet to) {
    InputQueue queue = queue(id);
    long own =
        Timestamp.isRangeValue(timestamp) ? Timestamp.add(timestamp, -offsets[id]) : timestamp;
    Packet packet = queue.popAt(own);
    to.put(id, packet.isEmpty() ? packet : packet.at(timestamp), isDone(queue));
  }
}
