package dev.easel.framework.run;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One input stream of a graph in one run.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
public final class GraphInput {
  private static final VarHandle POSTED = handle("posted", int.class);
  private static final VarHandle CLOSE_ASKED = handle("closeAsked", boolean.class);

  private final OutputStream stream;
  private final Input[] consumers;
  private int fullDownstream;
  private volatile boolean throttled;
  private volatile int posted;

  /** Whether somebody has asked to close the stream. */
  private volatile boolean closeAsked;

  GraphInput(OutputStream stream, Input[] consumers) {
    this.stream = stream;
    this.consumers = consumers;
  }

  OutputStream stream() {
    return stream;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(GraphInput.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What is wrong with a packet, or null. Any thread. */
  public @Nullable StatusException mistake(Packet packet) {
    long t = packet.timestamp();
    if (packet.isEmpty()) {
      return boundMistake(Timestamp.next(t));
    }
    if (!Timestamp.isAllowedInStream(t)) {
      return new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "In stream \"%s\", timestamp not specified or set to illegal value: %s"
              .formatted(stream.name(), Timestamp.toString(t)));
    }
    StatusException why = stream.refusal(packet);
    return why == null
        ? null
        : why.prefixed(
            "Packet type mismatch on calculator outputting to stream \"" + stream.name() + "\": ");
  }

  /** What is wrong with a bound, or null. Any thread. */
  public @Nullable StatusException boundMistake(long bound) {
    return Timestamp.isAllowedInStream(bound) || bound == Timestamp.ONE_OVER_POST_STREAM
        ? null
        : new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "In stream \"%s\", timestamp bound set to illegal value: %s"
                .formatted(stream.name(), Timestamp.toString(bound)));
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
    POSTED.getAndAdd(this, 1);
  }

  /** Says that it has come. */
  void arrived() {
    POSTED.getAndAdd(this, -1);
  }

  /** Whether a packet would find a full queue. Any thread; exact while nothing is running. */
  public boolean isFull() {
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
  public boolean askClose() {
    return !closeAsked && CLOSE_ASKED.compareAndSet(this, false, true);
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
