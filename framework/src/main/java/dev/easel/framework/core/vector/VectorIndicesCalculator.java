package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lists the indexes of each vector. Registered once per type, such as {@code
 * IntVectorIndicesCalculator}.
 *
 * <ul>
 *   <li>Input streams: {@code VECTOR} (List).
 *   <li>Output streams: {@code INDICES} (List of Integer: 0 to size - 1).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "IntVectorIndicesCalculator"
 *   input_stream: "VECTOR:numbers"
 *   output_stream: "INDICES:indices"
 * }
 * }</pre>
 */
final class VectorIndicesCalculator extends Calculator {
  private final Class<?> itemType;

  VectorIndicesCalculator(Class<?> itemType) {
    this.itemType = itemType;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Counts the elements of a list: 0, 1, 2 and so on.");
    cc.setTimestampOffset(0);
    cc.inputs().tag("VECTOR").setListOf(itemType);
    cc.outputs().tag("INDICES").setListOf(Integer.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    int size = cc.inputs().index(0).get(List.class).size();
    cc.outputs().index(0).add(IntStream.range(0, size).boxed().toList(), cc.inputTimestamp());
  }
}
