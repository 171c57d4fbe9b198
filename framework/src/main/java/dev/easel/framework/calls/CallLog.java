package dev.easel.framework.calls;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GraphTrace.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told of every call of one run.
 *
 * <p><b>Threads:</b> any.
 */
public interface CallLog {

  /** The application adds a packet. */
  default void added(String stream, Packet packet) {}

  /**
   * A node was called; told on the thread where the call ended.
   *
   * @param start when it began, by {@link System#nanoTime}
   * @param end when it ended
   * @param thrown what it threw; null if it did not
   * @param packets tells of the packets that it took and sent
   */
  void called(
      int node,
      EventType type,
      long inputTimestamp,
      long start,
      long end,
      @Nullable Throwable thrown,
      Packets packets);

  /** Has the packets of a call to be told. */
  interface Packets {
    /** Tells of the packets of a call that has ended, first of those that it took. */
    void tell(Hops hops);
  }

  /** Is told of the packets of a call, first of those that it took. */
  interface Hops {
    /** The call took a packet. */
    void took(String stream, long timestamp);

    /** The call sent a packet. */
    void sent(String stream, long timestamp);
  }

  /** Tells several. */
  static CallLog all(List<CallLog> logs) {
    return logs.size() == 1 ? logs.get(0) : new SeveralLogs(logs);
  }
}
