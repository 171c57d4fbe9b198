package dev.easel.framework.calculator;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * One input stream as a calculator sees it during a call.
 *
 * <p><b>Threads:</b> only the call that it was given to.
 */
public abstract class InputPort {
  /** The packet of the present call, if there is one. */
  protected @Nullable Packet present;

  /** The stream's last settled timestamp, which counts where there is no packet. */
  protected long settled = Timestamp.UNSET;

  /** Whether the stream was closed and empty when the call was prepared. */
  protected boolean done;

  /** Makes a port without a packet. */
  protected InputPort() {}

  /**
   * The packet at the input timestamp, or an empty one with the stream's last settled timestamp.
   */
  public final Packet packet() {
    Packet p = present;
    return p != null ? p : Packet.empty(settled);
  }

  /** Whether there is no packet at the input timestamp. */
  public final boolean isEmpty() {
    return present == null;
  }

  /**
   * The value of the packet.
   *
   * <p><b>Failure:</b> {@code INTERNAL} when there is no packet, {@code INVALID_ARGUMENT} when it
   * holds something else.
   */
  public final <T> T get(Class<T> type) {
    return packet().get(type);
  }

  /** Whether the stream is closed and all its packets are taken. */
  public final boolean isDone() {
    return done;
  }

  /** The stream's header, empty if it has none. */
  public abstract Packet header();

  /** The stream's name. */
  public abstract String name();
}
