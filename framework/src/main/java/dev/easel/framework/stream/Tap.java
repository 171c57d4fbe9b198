package dev.easel.framework.stream;

import dev.easel.framework.packet.Packet;

/** Somebody outside the graph who is told what a stream carries. */
public interface Tap {
  /** A packet was sent. */
  void packet(Packet packet);

  /** The stream's bound rose without a packet that says so; {@code DONE} ends the stream. */
  void bound(long bound);
}
