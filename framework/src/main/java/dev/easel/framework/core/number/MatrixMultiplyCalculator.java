package dev.easel.framework.core.number;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/**
 * Multiplies matrices from the left by a fixed one.
 *
 * <ul>
 *   <li>Input streams: one without a tag ({@link Matrix}).
 *   <li>Output streams: one without a tag ({@link Matrix}).
 *   <li>Input side packets: one without a tag ({@link Matrix}): the left factor.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MatrixMultiplyCalculator"
 *   input_stream: "samples"
 *   output_stream: "projected_samples"
 *   input_side_packet: "projection"
 * }
 * }</pre>
 */
final class MatrixMultiplyCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Multiplies a matrix with each of a stream.");
    cc.setTimestampOffset(0);
    cc.inputs().tag("").set(Matrix.class);
    cc.outputs().tag("").set(Matrix.class);
    cc.inputSidePackets().tag("").set(Matrix.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    Matrix left = cc.inputSidePackets().index(0).get(Matrix.class);
    Matrix right = cc.inputs().index(0).get(Matrix.class);
    cc.outputs().index(0).add(left.times(right), cc.inputTimestamp());
  }
}
