package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import java.util.List;

/**
 * Puts the packets of two streams into one: a list of two {@code Packet}s, of which one may be
 * empty.
 *
 * <ul>
 *   <li>Input streams: two without a tag, any types.
 *   <li>Output streams: one without a tag (List of Packet).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MakePairCalculator"
 *   input_stream: "left"
 *   input_stream: "right"
 *   output_stream: "both"
 * }
 * }</pre>
 */
final class MakePairCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Puts the packets of two streams together.");
    cc.setTimestampOffset(0);
    for (int i = 0; i < cc.inputs().count(""); i++) {
      cc.inputs().get("", i).setAny();
    }
    cc.outputs().tag("").setListOf(Packet.class);
    RetCheck.that(cc.inputs().count("") == 2, "two input streams without a tag");
  }

  @Override
  public void process(CalculatorContext cc) {
    cc.outputs()
        .index(0)
        .add(
            List.of(cc.inputs().index(0).packet(), cc.inputs().index(1).packet()),
            cc.inputTimestamp());
  }
}
