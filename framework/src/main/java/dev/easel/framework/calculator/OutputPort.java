package dev.easel.framework.calculator;

import dev.easel.framework.packet.Packet;

/**
 * One output stream as a calculator sees it during a call. What is added travels on when the call
 * has returned.
 *
 * <p><b>Threads:</b> only the call that it was given to.
 *
 * <p><b>Failure:</b> a mistake (a closed stream, an illegal timestamp, a wrong type, another
 * thread) ends the run with a status that names the stream; the call itself goes on.
 */
public abstract class OutputPort {
  /** Makes a port. */
  protected OutputPort() {}

  /** Sends a packet; an empty one sets the bound to just after its timestamp. */
  public abstract void add(Packet packet);

  /** Sends {@code value} at {@code timestamp}. */
  public final void add(Object value, long timestamp) {
    add(Packet.of(value, timestamp));
  }

  /** Promises that no packet below {@code bound} follows. */
  public abstract void setNextTimestampBound(long bound);

  /** The lowest timestamp that the next packet may have, as far as this call knows. */
  public abstract long nextTimestampBound();

  /** Ends the stream. */
  public abstract void close();

  /** Whether the stream has ended. */
  public abstract boolean isClosed();

  /**
   * Says, in {@code open}, that every output is {@code offset} later than the input it is made of.
   */
  public abstract void setOffset(long offset);

  /** Gives the stream a header, in {@code open}. */
  public abstract void setHeader(Packet header);

  /** The stream's name. */
  public abstract String name();
}
