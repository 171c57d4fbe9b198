package dev.easel.framework.calculator;

import dev.easel.framework.packet.Packet;

/**
 * One output side packet of a node.
 *
 * <p><b>Threads:</b> only the call that it was given to.
 */
public interface OutputSidePacket {
  /**
   * Gives the side packet its value, once a run.
   *
   * <p><b>Failure:</b> a second value, a timestamp, an empty packet or a wrong type end the run.
   */
  void set(Packet packet);

  /** Gives the side packet its value, once a run. */
  default void set(Object value) {
    set(Packet.of(value));
  }

  /** The side packet's name. */
  String name();
}
