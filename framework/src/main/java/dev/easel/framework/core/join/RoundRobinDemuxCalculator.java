package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/**
 * Deals packets out to its outputs in turn.
 *
 * <ul>
 *   <li>Input streams: one without a tag (any type).
 *   <li>Output streams: {@code OUTPUT:0}, {@code OUTPUT:1}… (the type of the input); {@code SELECT}
 *       (Integer, optional): which output got the packet, for a {@code MuxCalculator} to put the
 *       results back in order.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "RoundRobinDemuxCalculator"
 *   input_stream: "frames"
 *   output_stream: "OUTPUT:0:even_frames"
 *   output_stream: "OUTPUT:1:odd_frames"
 *   output_stream: "SELECT:which"
 * }
 * }</pre>
 */
final class RoundRobinDemuxCalculator extends Calculator {
  private static final String OUTPUT = "OUTPUT";
  private static final String SELECT = "SELECT";

  private int next;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Deals packets out to its outputs in turn.");
    cc.setTimestampOffset(0);
    cc.inputs().tag("").setAny();
    cc.outputs().tag(SELECT).set(Integer.class).optional();
    for (int i = 0; i < Math.max(1, cc.outputs().count(OUTPUT)); i++) {
      cc.outputs().get(OUTPUT, i).setSameAs(cc.inputs().tag(""));
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    cc.outputs().get(OUTPUT, next).add(cc.inputs().index(0).packet());
    if (cc.outputs().hasTag(SELECT)) {
      cc.outputs().tag(SELECT).add(next, cc.inputTimestamp());
    }
    next = (next + 1) % cc.outputs().count(OUTPUT);
  }
}
