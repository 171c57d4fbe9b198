package dev.easel.framework.side;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.PacketGeneratorOptions;
import java.util.function.Supplier;

/**
 * Makes side packets before a run's nodes are opened; the older form of a calculator without
 * streams.
 *
 * <p><b>Threads:</b> called by the thread that starts a run.
 */
public interface PacketGenerator {
  /** Under what a registry keeps what makes them. */
  CalculatorRegistry.Kind<Supplier<? extends PacketGenerator>> KIND =
      new CalculatorRegistry.Kind<>("packet generator");

  /** Declares the types of the side packets. */
  void expectations(
      PacketGeneratorOptions options, Ports<PortType> inputs, Ports<PortType> outputs);

  /** Makes the side packets. */
  void generate(
      PacketGeneratorOptions options, Ports<Packet> inputs, Ports<OutputSidePacket> outputs)
      throws Exception;
}
