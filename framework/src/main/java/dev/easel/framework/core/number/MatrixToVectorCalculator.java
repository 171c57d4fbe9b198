package dev.easel.framework.core.number;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/**
 * Turns matrices into vectors, column by column.
 *
 * <ul>
 *   <li>Input streams: one without a tag ({@link Matrix}).
 *   <li>Output streams: one without a tag (List of Float).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MatrixToVectorCalculator"
 *   input_stream: "samples"
 *   output_stream: "sample_vector"
 * }
 * }</pre>
 */
final class MatrixToVectorCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives a matrix as a list, column by column.");
    cc.setTimestampOffset(0);
    cc.inputs().tag("").set(Matrix.class);
    cc.outputs().tag("").setListOf(Float.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    Matrix matrix = cc.inputs().index(0).get(Matrix.class);
    cc.outputs().index(0).add(matrix.values(), cc.inputTimestamp());
  }
}
