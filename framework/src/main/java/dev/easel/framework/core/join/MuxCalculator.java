package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;

/**
 * Passes the input that {@code SELECT} names, at each timestamp of {@code SELECT}. Runs under the
 * {@code MuxInputStreamHandler}, which waits for the selected input only; with {@code SELECT} as a
 * side packet the graph names the {@code DefaultInputStreamHandler}.
 *
 * <ul>
 *   <li>Input streams: {@code INPUT:0}, {@code INPUT:1}… (any types); {@code SELECT} (Integer).
 *   <li>Output streams: {@code OUTPUT} (the type of {@code INPUT:0}).
 *   <li>Input side packets: {@code SELECT} (Integer), instead of the stream.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MuxCalculator"
 *   input_stream: "INPUT:0:near"
 *   input_stream: "INPUT:1:far"
 *   input_stream: "SELECT:which"
 *   output_stream: "OUTPUT:chosen"
 * }
 * }</pre>
 */
final class MuxCalculator extends Calculator {
  private static final String INPUT = "INPUT";
  private static final String SELECT = "SELECT";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes the one of its inputs that is selected.");
    cc.setTimestampOffset(0);
    cc.inputs().tag(SELECT).set(Integer.class).optional();
    cc.inputSidePackets().tag(SELECT).set(Integer.class).optional();
    boolean stream = cc.inputs().hasTag(SELECT);
    boolean sidePacket = cc.inputSidePackets().hasTag(SELECT);
    RetCheck.argument(
        !stream || !sidePacket,
        "SELECT can be connected as a stream or as a side packet, but not both");
    RetCheck.argument(stream || sidePacket, "SELECT must be connected");
    for (int i = 0; i < cc.inputs().count(INPUT); i++) {
      cc.inputs().get(INPUT, i).setAny();
    }
    cc.outputs().tag("OUTPUT").setSameAs(cc.inputs().tag(INPUT));
    cc.setInputStreamHandler("MuxInputStreamHandler");
  }

  @Override
  public void process(CalculatorContext cc) {
    Packet control =
        cc.inputs().hasTag(SELECT)
            ? cc.inputs().tag(SELECT).packet()
            : cc.inputSidePackets().tag(SELECT);
    if (control.isEmpty()) {
      return;
    }
    int selected = control.get(Integer.class);
    int count = cc.inputs().count(INPUT);
    RetCheck.that(
        selected >= 0 && selected < count,
        "SELECT is %d, but INPUT goes from 0 to %d".formatted(selected, count - 1));
    InputPort input = cc.inputs().get(INPUT, selected);
    if (!input.isEmpty()) {
      cc.outputs().index(0).add(input.packet());
    }
  }
}
