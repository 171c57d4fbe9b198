package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;

/**
 * Makes a side packet of the one packet of a stream. A second packet is an error.
 *
 * <ul>
 *   <li>Input streams: one without a tag (any type).
 *   <li>Output side packets: one without a tag (the same type).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "StreamToSidePacketCalculator"
 *   input_stream: "calibration"
 *   output_side_packet: "calibrated"
 * }
 * }</pre>
 */
final class StreamToSidePacketCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Makes a side packet of a stream's one packet.");
    cc.setTimestampOffset(0);
    cc.outputSidePackets().tag("").setSameAs(cc.inputs().tag("").setAny().optional());
  }

  @Override
  public void process(CalculatorContext cc) {
    Packet packet = cc.inputs().size() == 0 ? Packet.empty() : cc.inputs().index(0).packet();
    cc.outputSidePackets().index(0).set(packet.at(Timestamp.UNSET));
  }
}
