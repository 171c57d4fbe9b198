package dev.easel.framework.calculator;

import dev.easel.framework.packet.Packet;

/**
 * One input stream as a calculator sees it during a call.
 *
 * <p><b>Threads:</b> only the call that it was given to.
 */
public abstract class InputPort {
  /** The packet of the present call; empty, with the last settled timestamp, if there is none. */
  protected Packet packet = Packet.empty();

  /** Makes a port without a packet. */
  protected InputPort() {}

  /**
   * The packet at the input timestamp, or an empty one with the stream's last settled timestamp.
   */
  public final Packet packet() {
    return packet;
  }

  /** Whether there is no packet at the input timestamp. */
  public final boolean isEmpty() {
    return packet.isEmpty();
  }

  /**
   * The value of the packet.
   *
   * <p><b>Failure:</b> {@code INTERNAL} when there is no packet, {@code INVALID_ARGUMENT} when it
   * holds something else.
   */
  public final <T> T get(Class<T> type) {
    return packet.get(type);
  }

  /** Whether the stream is closed and all its packets are taken. */
  public abstract boolean isDone();

  /** The stream's header, empty if it has none. */
  public abstract Packet header();

  /** The stream's name. */
  public abstract String name();
}
