package dev.easel.framework.packet;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * A value with a timestamp. The value is shared by everybody who holds a packet of it, so nobody
 * changes it.
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Ownership:</b> nobody closes a packet. Its value is everybody's from its sending on: who
 * receives it neither changes nor closes it. What must be closed stays its maker's, which closes it
 * when the run is over; what may be closed early is closed by the last reader, where the graph says
 * which node that is.
 */
public final class Packet {
  private static final Packet NOTHING = new Packet(null, Timestamp.UNSET);

  private final @Nullable Object value;
  private final long timestamp;

  private Packet(@Nullable Object value, long timestamp) {
    this.value = value;
    this.timestamp = timestamp;
  }

  /** A packet of {@code value} at {@code timestamp}. */
  public static Packet of(Object value, long timestamp) {
    if (value == null) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "a packet has a value; use Packet.empty(timestamp)");
    }
    return new Packet(value, timestamp);
  }

  /** A packet of {@code value} without a timestamp: a side packet or a header. */
  public static Packet of(Object value) {
    return of(value, Timestamp.UNSET);
  }

  /** A packet without a value, which tells that a stream has nothing up to {@code timestamp}. */
  public static Packet empty(long timestamp) {
    return timestamp == Timestamp.UNSET ? NOTHING : new Packet(null, timestamp);
  }

  /** A packet with neither value nor timestamp. */
  public static Packet empty() {
    return NOTHING;
  }

  /** The packet's time in microseconds, or one of {@link Timestamp}'s special values. */
  public long timestamp() {
    return timestamp;
  }

  /** Whether there is no value. */
  public boolean isEmpty() {
    return value == null;
  }

  /**
   * The value.
   *
   * <p><b>Failure:</b> {@code INTERNAL} when there is none.
   */
  public Object value() {
    Object v = value;
    if (v == null) {
      throw new StatusException(
          StatusCode.INTERNAL, "the packet at " + Timestamp.toString(timestamp) + " is empty");
    }
    return v;
  }

  /**
   * The value as a {@code type}.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when it is none, {@code INTERNAL} when the packet
   * is empty.
   */
  public <T> T get(Class<T> type) {
    Object v = value;
    if (v == null) {
      throw PacketCheck.emptyRefused(PacketCheck.name(type));
    }
    if (!type.isInstance(v)) {
      throw PacketCheck.wrongType(ValueType.ofValue(v).toString(), PacketCheck.name(type));
    }
    return type.cast(v);
  }

  /** The same value at another time. */
  public Packet at(long newTimestamp) {
    return newTimestamp == timestamp ? this : new Packet(value, newTimestamp);
  }

  @Override
  public String toString() {
    return "Packet{%s @ %s}".formatted(value, Timestamp.toString(timestamp));
  }
}
