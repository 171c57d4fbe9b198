package dev.easel.framework.graph;

import dev.easel.framework.config.GraphPlan;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.OutputStream;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One input stream of a graph in one run.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
final class GraphInput {
  private static final AtomicIntegerFieldUpdater<GraphInput> POSTED =
      AtomicIntegerFieldUpdater.newUpdater(GraphInput.class, "posted");

  private final String name;
  private final @Nullable PacketCheck check;
  private final OutputStream stream;
  private Input[] consumers = {};
  private int fullDownstream;
  private volatile boolean throttled;
  private boolean closeAsked;
  private volatile int posted;

  GraphInput(GraphPlan.Stream plan, OutputStream stream) {
    this.name = plan.name();
    this.check = plan.check().orNull();
    this.stream = stream;
  }

  void connect(Input[] newConsumers) {
    consumers = newConsumers;
  }

  OutputStream stream() {
    return stream;
  }

  /** What is wrong with a packet, or null. Any thread. */
  @Nullable StatusException mistake(Packet packet) {
    long t = packet.timestamp();
    if (packet.isEmpty()) {
      return boundMistake(Timestamp.next(t));
    }
    if (!Timestamp.isAllowedInStream(t)) {
      return new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "In stream \"%s\", timestamp not specified or set to illegal value: %s"
              .formatted(name, Timestamp.toString(t)));
    }
    StatusException why = check == null ? null : check.refusal(packet);
    return why == null
        ? null
        : why.prefixed(
            "Packet type mismatch on calculator outputting to stream \"" + name + "\": ");
  }

  /** What is wrong with a bound, or null. Any thread. */
  @Nullable StatusException boundMistake(long bound) {
    return Timestamp.isAllowedInStream(bound) || bound == Timestamp.ONE_OVER_POST_STREAM
        ? null
        : new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "In stream \"%s\", timestamp bound set to illegal value: %s"
                .formatted(name, Timestamp.toString(bound)));
  }

  void deliver(Packet packet) {
    if (packet.isEmpty()) {
      stream.injectBound(Timestamp.next(packet.timestamp()));
    } else {
      stream.inject(packet);
    }
  }

  /** Says that a packet is on its way. Any thread. */
  void posted() {
    POSTED.incrementAndGet(this);
  }

  /** Says that it has come. */
  void arrived() {
    POSTED.decrementAndGet(this);
  }

  /** Whether a packet would find a full queue. Any thread; exact while nothing is running. */
  boolean isFull() {
    if (throttled) {
      return true;
    }
    int onTheWay = posted;
    if (onTheWay > 0) {
      for (Input input : consumers) {
        if (input.limit() != -1 && input.size() + onTheWay >= input.limit()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Remembers that the stream was closed; false if it was before. Any thread. */
  synchronized boolean askClose() {
    boolean first = !closeAsked;
    closeAsked = true;
    return first;
  }

  void close() {
    stream.close();
  }

  boolean downstreamFull() {
    fullDownstream++;
    throttled = true;
    return fullDownstream == 1;
  }

  boolean downstreamNotFull() {
    fullDownstream--;
    throttled = fullDownstream > 0;
    return fullDownstream == 0;
  }

  /** Limits the queues of the consumers. */
  void limit(int size) {
    for (Input input : consumers) {
      input.limit(size);
    }
  }
}
