package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;

/**
 * Passes packets only at timestamps at which every input has one.
 *
 * <ul>
 *   <li>Input streams: any number without a tag, any types.
 *   <li>Output streams: as many without a tag.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PacketInnerJoinCalculator"
 *   input_stream: "frames"
 *   input_stream: "boxes"
 *   output_stream: "frames_with_boxes"
 *   output_stream: "boxes_with_frames"
 * }
 * }</pre>
 */
final class PacketInnerJoinCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes the timestamps at which every input has a packet.");
    cc.setTimestampOffset(0);
    RetCheck.that(
        cc.inputs().size() == cc.outputs().size(),
        "The number of input and output streams must match.");
    for (int i = 0; i < cc.inputs().size(); i++) {
      cc.outputs().get("", i).setSameAs(cc.inputs().get("", i).setAny());
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    for (int i = 0; i < cc.inputs().size(); i++) {
      if (cc.inputs().index(i).isEmpty()) {
        return;
      }
    }
    for (int i = 0; i < cc.inputs().size(); i++) {
      cc.outputs().index(i).add(cc.inputs().index(i).packet());
    }
  }
}
