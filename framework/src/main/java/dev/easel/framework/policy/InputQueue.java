package dev.easel.framework.policy;

import dev.easel.framework.packet.Packet;

/**
 * One input stream as an input stream handler sees it: the packets that wait, and the bound.
 *
 * <p><b>Threads:</b> only inside a handler's own methods.
 */
public interface InputQueue {
  /** Whether no packet waits. */
  boolean isEmpty();

  /** How many packets wait. */
  int size();

  /** The first packet that waits; empty if there is none. */
  Packet head();

  /** The timestamp of the first packet that waits, or the bound if there is none. */
  long minTimestampOrBound();

  /** The lowest timestamp that a packet still to come may have. */
  long bound();

  /**
   * Takes the packet at {@code timestamp} and drops those before it; without one the result is
   * empty, with the last settled timestamp.
   */
  Packet popAt(long timestamp);

  /** Takes the first packet, whatever its timestamp. */
  Packet pop();

  /** Drops the packets before {@code timestamp}. */
  void dropBefore(long timestamp);

  /** The lowest timestamp among the {@code n} newest packets; there is at least one packet. */
  long minTimestampOfNewest(int n);

  /** Takes packets from now on whatever their timestamps. */
  void ignoreTimestamps();

  /** The stream's name. */
  String name();
}
