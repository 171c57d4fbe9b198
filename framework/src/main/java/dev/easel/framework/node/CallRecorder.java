package dev.easel.framework.node;

import dev.easel.framework.calls.CallLog;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.GraphTrace.EventType;

/**
 * Stands around the calls of a node.
 *
 * <p><b>Threads:</b> those that run the node.
 */
public abstract class CallRecorder {
  /** Records nothing. */
  public static final CallRecorder NOTHING = new None();

  /** Makes a recorder. */
  protected CallRecorder() {}

  /** Whether calls are to note when they became ready. */
  boolean asksWhenReady() {
    return false;
  }

  /** Has the calculator called, and records that. */
  abstract void call(Node node, Call call, boolean opening);

  /** Has calls told to {@code log}, and recorded by {@code inner} too. */
  public static CallRecorder telling(CallLog log, CallRecorder inner) {
    return new Told(log, inner);
  }

  private static final class None extends CallRecorder {
    @Override
    void call(Node node, Call call, boolean opening) {
      node.callCalculator(call);
    }
  }

  /** Takes the times of calls from those within, if they ask for them: the clock is dear. */
  private static final class Told extends CallRecorder {
    private final CallLog log;
    private final CallRecorder inner;
    private final boolean isTimedWithin;

    Told(CallLog log, CallRecorder inner) {
      this.log = log;
      this.inner = inner;
      isTimedWithin = inner.asksWhenReady();
    }

    @Override
    boolean asksWhenReady() {
      return isTimedWithin;
    }

    @Override
    void call(Node node, Call call, boolean opening) {
      long timestamp = call.inputTimestamp();
      if (!isTimedWithin && !call.isResumed()) {
        call.begunNanos = System.nanoTime();
      }
      inner.call(node, call, opening);
      if (call.isSuspended()) {
        return;
      }
      if (!isTimedWithin) {
        call.endedNanos = System.nanoTime();
      }
      EventType type =
          opening
              ? EventType.OPEN
              : timestamp == Timestamp.DONE ? EventType.CLOSE : EventType.PROCESS;
      log.called(node.id(), type, timestamp, call.begunNanos, call.endedNanos, call.thrown(), call);
    }
  }
}
