package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import java.util.List;

/**
 * Counts the elements of each vector. Registered once per type, such as {@code
 * LandmarkListVectorSizeCalculator}.
 *
 * <ul>
 *   <li>Input streams: {@code VECTOR} (List).
 *   <li>Output streams: {@code SIZE} (Integer).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "LandmarkListVectorSizeCalculator"
 *   input_stream: "VECTOR:faces"
 *   output_stream: "SIZE:face_count"
 * }
 * }</pre>
 */
final class VectorSizeCalculator extends Calculator {
  private final Class<?> itemType;

  VectorSizeCalculator(Class<?> itemType) {
    this.itemType = itemType;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives the number of elements of a list.");
    cc.setTimestampOffset(0);
    cc.inputs().tag("VECTOR").setListOf(itemType);
    cc.outputs().tag("SIZE").set(Integer.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (!cc.inputs().index(0).isEmpty()) {
      cc.outputs().index(0).add(cc.inputs().index(0).get(List.class).size(), cc.inputTimestamp());
    }
  }
}
