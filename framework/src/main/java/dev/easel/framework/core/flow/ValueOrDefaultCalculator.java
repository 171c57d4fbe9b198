package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.packet.Packet;

/**
 * Sends a packet at every tick: that of the input, or the default where there is none. What comes
 * between ticks is dropped.
 *
 * <ul>
 *   <li>Input streams: {@code IN} (any type); {@code TICK} (any type).
 *   <li>Output streams: {@code OUT} (the type of {@code IN}); {@code FLAG} (Boolean): true wherever
 *       the default was used.
 *   <li>Input side packets: one without a tag: the default.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "ValueOrDefaultCalculator"
 *   input_stream: "IN:score"
 *   input_stream: "TICK:frames"
 *   output_stream: "OUT:score_of_every_frame"
 *   output_stream: "FLAG:was_missing"
 *   input_side_packet: "no_score"
 * }
 * }</pre>
 */
final class ValueOrDefaultCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Fills in a value where a stream has none.");
    cc.setTimestampOffset(0);
    cc.inputs().tag("IN").setAny();
    cc.inputs().tag("TICK").setAny();
    cc.outputs().tag("OUT").setSameAs(cc.inputs().tag("IN"));
    cc.outputs().tag("FLAG").set(Boolean.class);
    cc.inputSidePackets().tag("").setSameAs(cc.inputs().tag("IN"));
  }

  @Override
  public void open(CalculatorContext cc) {
    Headers.copy(cc.inputs().tag("IN"), cc.outputs().tag("OUT"));
  }

  @Override
  public void process(CalculatorContext cc) {
    if (cc.inputs().tag("TICK").isEmpty()) {
      return;
    }
    Packet value = cc.inputs().tag("IN").packet();
    if (!value.isEmpty()) {
      cc.outputs().tag("OUT").add(value);
      return;
    }
    cc.outputs().tag("OUT").add(cc.inputSidePackets().tag("").at(cc.inputTimestamp()));
    cc.outputs().tag("FLAG").add(true, cc.inputTimestamp());
  }
}
