package dev.easel.framework.policy;

import dev.easel.framework.packet.Packet;

/**
 * What a call of {@code process} is going to see, as a handler fills it.
 *
 * <p><b>Threads:</b> only inside a handler's own methods.
 */
public interface InputSet {
  /** Puts what a queue gave: a packet, or an empty one with the stream's settled timestamp. */
  void put(int id, Packet packet, boolean done);
}
