package dev.easel.framework.core.port;

import com.google.protobuf.GeneratedMessage.GeneratedExtension;
import com.google.protobuf.Message;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.CalculatorOptions;

/** Options that a node is given as a packet on top of those in the graph. */
public final class PacketOptions {
  private PacketOptions() {}

  /**
   * {@code base} with the fields that {@code packet} sets: single ones replaced, repeated ones
   * appended.
   *
   * @param packet the options message itself, a {@code CalculatorOptions} that holds it, or empty
   */
  public static <M extends Message> M merge(
      M base, Packet packet, GeneratedExtension<CalculatorOptions, M> extension) {
    if (packet.isEmpty()) {
      return base;
    }
    Object value = packet.value();
    if (value instanceof CalculatorOptions options && options.hasExtension(extension)) {
      return merge(base, options.getExtension(extension));
    }
    return base.getClass().isInstance(value) ? merge(base, (Message) value) : base;
  }

  @SuppressWarnings("unchecked")
  private static <M extends Message> M merge(M base, Message options) {
    return (M) base.toBuilder().mergeFrom(options).build();
  }
}
