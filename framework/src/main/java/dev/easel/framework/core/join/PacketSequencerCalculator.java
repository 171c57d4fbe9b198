package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;

/**
 * Gives packets of control streams, which follow a clock of their own, timestamps among those of
 * the ticks: each input packet leaves at the first free timestamp after the newest tick.
 *
 * <ul>
 *   <li>Input streams: {@code INPUT:0}… (any types); {@code TICK:0}… (any types).
 *   <li>Output streams: {@code OUTPUT:0}…, as many as {@code INPUT}.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PacketSequencerCalculator"
 *   input_stream: "INPUT:switch"
 *   input_stream: "TICK:frames"
 *   output_stream: "OUTPUT:switch_among_frames"
 * }
 * }</pre>
 */
final class PacketSequencerCalculator extends Calculator {
  private static final String INPUT = "INPUT";
  private static final String OUTPUT = "OUTPUT";
  private static final String TICK = "TICK";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives packets the timestamps of ticks.");
    for (int i = 0; i < cc.inputs().count(INPUT); i++) {
      cc.inputs().get(INPUT, i).setAny();
    }
    for (int i = 0; i < cc.inputs().count(TICK); i++) {
      cc.inputs().get(TICK, i).setAny();
    }
    for (int i = 0; i < cc.outputs().count(OUTPUT); i++) {
      cc.outputs().get(OUTPUT, i).setAny();
    }
    cc.setInputStreamHandler("ImmediateInputStreamHandler");
    RetCheck.that(
        cc.inputs().count(INPUT) == cc.outputs().count(OUTPUT), "as many OUTPUT as INPUT streams");
  }

  @Override
  public void process(CalculatorContext cc) {
    int count = cc.inputs().count(INPUT);
    for (int i = 0; i < count; i++) {
      OutputPort output = cc.outputs().get(OUTPUT, i);
      Packet packet = cc.inputs().get(INPUT, i).packet();
      if (!packet.isEmpty()) {
        output.add(packet.at(Math.max(Timestamp.MIN, output.nextTimestampBound())));
      }
    }
    long tick = tick(cc);
    for (int i = 0; i < count; i++) {
      OutputPort output = cc.outputs().get(OUTPUT, i);
      if (tick >= output.nextTimestampBound()) {
        output.setNextTimestampBound(Timestamp.next(tick));
      }
    }
  }

  private static long tick(CalculatorContext cc) {
    for (int i = 0; i < cc.inputs().count(TICK); i++) {
      if (cc.inputs().get(TICK, i).packet().timestamp() == cc.inputTimestamp()) {
        return Math.max(Timestamp.MIN, cc.inputTimestamp());
      }
    }
    return Timestamp.MIN;
  }
}
