package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;

/**
 * Gives a stream a header: that of another stream, or a side packet.
 *
 * <ul>
 *   <li>Input streams: {@code DATA} (any type); {@code HEADER}, of which only the header counts.
 *   <li>Output streams: one without a tag: the packets of {@code DATA}.
 *   <li>Input side packets: {@code HEADER} (any type), instead of the stream.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "AddHeaderCalculator"
 *   input_stream: "DATA:audio"
 *   input_side_packet: "HEADER:audio_header"
 *   output_stream: "audio_with_header"
 * }
 * }</pre>
 */
final class AddHeaderCalculator extends Calculator {
  private static final String DATA = "DATA";
  private static final String HEADER = "HEADER";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives a stream the header of another, or of a side packet.");
    cc.setTimestampOffset(0);
    cc.inputs().tag(HEADER).setNone().optional();
    cc.inputSidePackets().tag(HEADER).setAny().optional();
    cc.outputs().tag("").setSameAs(cc.inputs().tag(DATA).setAny());
    RetCheck.argument(
        cc.inputs().hasTag(HEADER) != cc.inputSidePackets().hasTag(HEADER),
        "Header must be provided via exactly one of side input and input stream");
  }

  @Override
  public void open(CalculatorContext cc) {
    Packet header = header(cc);
    if (!header.isEmpty()) {
      cc.outputs().tag("").setHeader(header);
    }
  }

  private static Packet header(CalculatorContext cc) {
    if (cc.inputs().hasTag(HEADER)) {
      return cc.inputs().tag(HEADER).header();
    }
    return cc.inputSidePackets().hasTag(HEADER)
        ? cc.inputSidePackets().tag(HEADER)
        : Packet.empty();
  }

  @Override
  public void process(CalculatorContext cc) {
    cc.outputs().index(0).add(cc.inputs().tag(DATA).packet());
  }
}
