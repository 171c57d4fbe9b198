package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.core.port.RetCheck;

/**
 * At every timestamp, passes the packet of the first input that has one.
 *
 * <ul>
 *   <li>Input streams: one or more without a tag, any types.
 *   <li>Output streams: one without a tag.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MergeCalculator"
 *   input_stream: "tracked"
 *   input_stream: "detected"
 *   output_stream: "tracked_or_detected"
 * }
 * }</pre>
 */
final class MergeCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes the packet of the first input that has one.");
    cc.setTimestampOffset(0);
    for (int i = 0; i < cc.inputs().count(""); i++) {
      cc.inputs().get("", i).setAny();
    }
    cc.outputs().tag("").setAny();
    RetCheck.that(cc.inputs().count("") > 0, "Needs at least one input stream");
  }

  @Override
  public void process(CalculatorContext cc) {
    for (int i = 0; i < cc.inputs().size(); i++) {
      InputPort input = cc.inputs().index(i);
      if (!input.isEmpty()) {
        cc.outputs().index(0).add(input.packet());
        return;
      }
    }
  }
}
