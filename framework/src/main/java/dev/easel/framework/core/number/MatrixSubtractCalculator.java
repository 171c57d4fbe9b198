package dev.easel.framework.core.number;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;

/**
 * Subtracts matrices of the same dimensions; one of the two is fixed.
 *
 * <ul>
 *   <li>Input streams and input side packets: {@code MINUEND} and {@code SUBTRAHEND} ({@link
 *       Matrix}), one of them as a stream and the other as a side packet.
 *   <li>Output streams: one without a tag ({@link Matrix}).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MatrixSubtractCalculator"
 *   input_stream: "MINUEND:samples"
 *   input_side_packet: "SUBTRAHEND:mean"
 *   output_stream: "centred_samples"
 * }
 * }</pre>
 */
final class MatrixSubtractCalculator extends Calculator {
  private static final String MINUEND = "MINUEND";
  private static final String SUBTRAHEND = "SUBTRAHEND";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Subtracts one matrix from another.");
    cc.setTimestampOffset(0);
    cc.outputs().tag("").set(Matrix.class);
    for (String tag : new String[] {MINUEND, SUBTRAHEND}) {
      cc.inputs().tag(tag).set(Matrix.class).optional();
      cc.inputSidePackets().tag(tag).set(Matrix.class).optional();
      boolean stream = cc.inputs().hasTag(tag);
      boolean sidePacket = cc.inputSidePackets().hasTag(tag);
      RetCheck.argument(
          !stream || !sidePacket,
          tag + " can be connected as a stream or as a side packet, but not both");
      RetCheck.argument(stream || sidePacket, tag + " must be connected");
    }
    RetCheck.that(
        cc.inputs().hasTag(MINUEND) != cc.inputs().hasTag(SUBTRAHEND),
        "MatrixSubtractCalculator only accepts exactly one input stream and one input side packet");
  }

  @Override
  public void process(CalculatorContext cc) {
    Matrix difference = matrix(cc, MINUEND).minus(matrix(cc, SUBTRAHEND));
    cc.outputs().index(0).add(difference, cc.inputTimestamp());
  }

  private static Matrix matrix(CalculatorContext cc, String tag) {
    Packet packet =
        cc.inputs().hasTag(tag) ? cc.inputs().tag(tag).packet() : cc.inputSidePackets().tag(tag);
    return packet.get(Matrix.class);
  }
}
