package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;

/**
 * Tells zero from all other numbers.
 *
 * <ul>
 *   <li>Input streams: {@code INPUT} (Integer).
 *   <li>Output streams, at least one: {@code OUTPUT} (Integer): 0 or 1; {@code OUTPUT_BOOL}
 *       (Boolean).
 *   <li>Input side packets: {@code INPUT} (Integer), instead of the stream.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "NonZeroCalculator"
 *   input_stream: "INPUT:count"
 *   output_stream: "OUTPUT_BOOL:has_any"
 * }
 * }</pre>
 */
final class NonZeroCalculator extends Calculator {
  private static final String INPUT = "INPUT";
  private static final String NUMBER = "OUTPUT";
  private static final String BOOLEAN = "OUTPUT_BOOL";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Says whether numbers are other than zero.");
    cc.setTimestampOffset(0);
    cc.inputs().tag(INPUT).set(Integer.class).optional();
    cc.inputSidePackets().tag(INPUT).set(Integer.class).optional();
    RetCheck.argument(
        !cc.inputs().hasTag(INPUT) || !cc.inputSidePackets().hasTag(INPUT),
        "INPUT can be connected as a stream or as a side packet, but not both");
    RetCheck.argument(
        cc.inputs().hasTag(INPUT) || cc.inputSidePackets().hasTag(INPUT),
        "INPUT must be connected");
    cc.outputs().tag(NUMBER).set(Integer.class).optional();
    cc.outputs().tag(BOOLEAN).set(Boolean.class).optional();
    RetCheck.that(cc.outputs().size() > 0, "At least one output stream is expected.");
  }

  @Override
  public void process(CalculatorContext cc) {
    Packet input =
        cc.inputs().hasTag(INPUT)
            ? cc.inputs().tag(INPUT).packet()
            : cc.inputSidePackets().tag(INPUT);
    if (input.isEmpty()) {
      return;
    }
    boolean nonZero = input.get(Integer.class) != 0;
    if (cc.outputs().hasTag(NUMBER)) {
      cc.outputs().tag(NUMBER).add(nonZero ? 1 : 0, cc.inputTimestamp());
    }
    if (cc.outputs().hasTag(BOOLEAN)) {
      cc.outputs().tag(BOOLEAN).add(nonZero, cc.inputTimestamp());
    }
  }
}
