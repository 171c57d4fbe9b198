package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.core.port.RetCheck;

/**
 * Passes a side packet on, or a default if the run was not given it.
 *
 * <ul>
 *   <li>Input side packets: {@code OPTIONAL_VALUE} (optional), {@code DEFAULT_VALUE}, of one type.
 *   <li>Output side packets: {@code VALUE} (the same type).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "DefaultSidePacketCalculator"
 *   input_side_packet: "OPTIONAL_VALUE:wanted_size"
 *   input_side_packet: "DEFAULT_VALUE:usual_size"
 *   output_side_packet: "VALUE:size"
 * }
 * }</pre>
 */
final class DefaultSidePacketCalculator extends Calculator {
  private static final String OPTIONAL_VALUE = "OPTIONAL_VALUE";
  private static final String DEFAULT_VALUE = "DEFAULT_VALUE";
  private static final String VALUE = "VALUE";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives a side packet, or another where the run has none.");
    RetCheck.that(cc.inputSidePackets().hasTag(DEFAULT_VALUE), "Default value must be provided");
    PortType type = cc.inputSidePackets().tag(DEFAULT_VALUE).setAny();
    cc.inputSidePackets().tag(OPTIONAL_VALUE).setSameAs(type).optional();
    RetCheck.that(cc.outputSidePackets().hasTag(VALUE), "the output side packet VALUE is there");
    cc.outputSidePackets().tag(VALUE).setSameAs(type);
  }

  @Override
  public void open(CalculatorContext cc) {
    boolean given = cc.inputSidePackets().hasTag(OPTIONAL_VALUE);
    cc.outputSidePackets()
        .tag(VALUE)
        .set(cc.inputSidePackets().tag(given ? OPTIONAL_VALUE : DEFAULT_VALUE));
  }

  @Override
  public void process(CalculatorContext cc) {}
}
