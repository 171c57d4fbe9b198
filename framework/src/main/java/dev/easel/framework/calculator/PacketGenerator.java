package dev.easel.framework.calculator;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.PacketGeneratorOptions;

/**
 * Makes side packets before a run's nodes are opened; the older form of a calculator without
 * streams.
 *
 * <p><b>Threads:</b> called by the thread that starts a run.
 */
public interface PacketGenerator {
  /** Declares the types of the side packets. */
  void expectations(
      PacketGeneratorOptions options, Ports<PortType> inputs, Ports<PortType> outputs);

  /** Makes the side packets. */
  void generate(
      PacketGeneratorOptions options, Ports<Packet> inputs, Ports<OutputSidePacket> outputs)
      throws Exception;
}
