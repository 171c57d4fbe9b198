package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.packet.Timestamp;

/**
 * Sends a side packet at PostStream as soon as it is there. Registered as {@code
 * MediaPipeInternalSidePacketToPacketStreamCalculator}.
 *
 * <ul>
 *   <li>Output streams: one without a tag (the type of the side packet).
 *   <li>Input side packets: one without a tag (any type).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MediaPipeInternalSidePacketToPacketStreamCalculator"
 *   input_side_packet: "result"
 *   output_stream: "result_stream"
 * }
 * }</pre>
 */
final class SidePacketAtPostStreamCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives a side packet as the packet after a stream.");
    cc.outputs().tag("").setSameAs(cc.inputSidePackets().tag("").setAny());
  }

  @Override
  public void open(CalculatorContext cc) {
    OutputPort output = cc.outputs().index(0);
    output.add(cc.inputSidePackets().tag("").at(Timestamp.POST_STREAM));
    output.close();
  }

  @Override
  public void process(CalculatorContext cc) {
    cc.stop();
  }
}
