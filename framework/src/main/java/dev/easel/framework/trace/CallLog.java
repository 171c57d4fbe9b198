package dev.easel.framework.trace;

import dev.easel.framework.packet.Packet;

/**
 * Takes note of what a run does.
 *
 * <p><b>Threads:</b> any.
 */
public interface CallLog {

  /** The time, microseconds since 1970. */
  long now();

  /** A node was called; told on the thread where the call ended. */
  void called(NodeCall call);

  /** The application adds a packet. */
  void added(String stream, Packet packet);
}
