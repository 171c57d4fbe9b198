package dev.easel.framework.calls;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GraphTrace.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells each of several logs. */
record SeveralLogs(List<CallLog> logs) implements CallLog {

  /** Copies the list. */
  SeveralLogs {
    logs = List.copyOf(logs);
  }

  @Override
  public void added(String stream, Packet packet) {
    logs.forEach(log -> log.added(stream, packet));
  }

  @Override
  public void called(
      int node,
      EventType type,
      long inputTimestamp,
      long start,
      long end,
      @Nullable Throwable thrown,
      Packets packets) {
    for (CallLog log : logs) {
      log.called(node, type, inputTimestamp, start, end, thrown, packets);
    }
  }
}
