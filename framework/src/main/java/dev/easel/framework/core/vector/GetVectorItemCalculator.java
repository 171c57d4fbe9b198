package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.GetVectorItemCalculatorOptions;
import java.util.List;

/**
 * Takes one element out of each vector. Registered once per type, such as {@code
 * GetDetectionVectorItemCalculator}.
 *
 * <ul>
 *   <li>Input streams: {@code VECTOR} (List); {@code INDEX} (Integer or Long, optional).
 *   <li>Output streams: {@code ITEM} (the element).
 *   <li>Options: {@code GetVectorItemCalculatorOptions}: {@code item_index}, used where {@code
 *       INDEX} has no packet; {@code output_empty_on_oob}: no packet instead of an error for an
 *       index past the end.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "GetDetectionVectorItemCalculator"
 *   input_stream: "VECTOR:detections"
 *   output_stream: "ITEM:best_detection"
 *   options {
 *     [mediapipe.GetVectorItemCalculatorOptions.ext] { item_index: 0 output_empty_on_oob: true }
 *   }
 * }
 * }</pre>
 */
final class GetVectorItemCalculator extends Calculator {
  private static final String INDEX = "INDEX";

  private final Class<?> itemType;

  GetVectorItemCalculator(Class<?> itemType) {
    this.itemType = itemType;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives one element of a list.");
    cc.setTimestampOffset(0);
    cc.inputs().tag("VECTOR").setListOf(itemType);
    cc.inputs().tag(INDEX).setOneOf(Integer.class, Long.class).optional();
    cc.outputs().tag("ITEM").set(itemType);
  }

  @Override
  public void open(CalculatorContext cc) {
    RetCheck.that(
        cc.inputs().hasTag(INDEX)
            || cc.options(GetVectorItemCalculatorOptions.class).hasItemIndex(),
        "either INDEX is connected or item_index is given");
  }

  @Override
  public void process(CalculatorContext cc) {
    GetVectorItemCalculatorOptions options = cc.options(GetVectorItemCalculatorOptions.class);
    boolean indexed = cc.inputs().hasTag(INDEX) && !cc.inputs().tag(INDEX).isEmpty();
    if (cc.inputs().tag("VECTOR").isEmpty() || !(indexed || options.hasItemIndex())) {
      return;
    }
    List<?> items = cc.inputs().tag("VECTOR").get(List.class);
    int index =
        indexed ? cc.inputs().tag(INDEX).get(Number.class).intValue() : options.getItemIndex();
    RetCheck.that(
        index >= 0 && (index < items.size() || options.getOutputEmptyOnOob()),
        "the index is %d, but VECTOR holds %d elements".formatted(index, items.size()));
    if (index < items.size()) {
      cc.outputs().index(0).add(items.get(index), cc.inputTimestamp());
    }
  }
}
