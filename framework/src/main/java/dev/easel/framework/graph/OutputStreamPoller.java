package dev.easel.framework.graph;

import dev.easel.framework.packet.Packet;
import java.util.Optional;

/**
 * Takes the packets of one stream when the application asks for them.
 *
 * <p><b>Threads:</b> one thread at a time; not a node's own.
 */
public interface OutputStreamPoller {
  /** The next packet; waits for it, and is empty when the run has ended and nothing is left. */
  Optional<Packet> next();

  /** Limits the queue; a full one holds the graph's sources and inputs back. */
  void setMaxQueueSize(int size);

  /** How many packets wait. */
  int queueSize();

  /** Forgets the packets that wait. */
  void reset();
}
