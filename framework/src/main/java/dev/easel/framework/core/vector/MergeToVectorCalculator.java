package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts what the inputs have at a timestamp into a vector. Registered as {@code
 * MergeDetectionsToVectorCalculator}.
 *
 * <ul>
 *   <li>Input streams: one or more without a tag (the element).
 *   <li>Output streams: one without a tag (List), with one element per input that has a packet.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "MergeDetectionsToVectorCalculator"
 *   input_stream: "left_detection"
 *   input_stream: "right_detection"
 *   output_stream: "detections"
 * }
 * }</pre>
 */
final class MergeToVectorCalculator extends Calculator {
  private final Class<?> itemType;

  MergeToVectorCalculator(Class<?> itemType) {
    this.itemType = itemType;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives what its inputs have as a list.");
    cc.setTimestampOffset(0);
    for (int i = 0; i < cc.inputs().count(""); i++) {
      cc.inputs().get("", i).set(itemType);
    }
    cc.outputs().tag("").setListOf(itemType);
    RetCheck.that(cc.inputs().count("") > 0, "Needs at least one input stream");
  }

  @Override
  public void process(CalculatorContext cc) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < cc.inputs().size(); i++) {
      if (!cc.inputs().index(i).isEmpty()) {
        items.add(cc.inputs().index(i).get(itemType));
      }
    }
    cc.outputs().index(0).add(List.copyOf(items), cc.inputTimestamp());
  }
}
