package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/**
 * Says of every timestamp that settles whether there is a packet.
 *
 * <ul>
 *   <li>Input streams: {@code PACKET} (any type).
 *   <li>Output streams: {@code PRESENCE} (Boolean): one packet per packet and one per bound that
 *       settles without one, at the last settled timestamp.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PacketPresenceCalculator"
 *   input_stream: "PACKET:detections"
 *   output_stream: "PRESENCE:has_detections"
 * }
 * }</pre>
 */
final class PacketPresenceCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Says at which timestamps a stream has a packet.");
    cc.inputs().tag("PACKET").setAny();
    cc.outputs().tag("PRESENCE").set(Boolean.class);
    cc.setProcessTimestampBounds(true);
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    cc.outputs().index(0).add(!cc.inputs().index(0).isEmpty(), cc.inputTimestamp());
  }
}
