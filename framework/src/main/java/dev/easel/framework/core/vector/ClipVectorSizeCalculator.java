package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.ClipVectorSizeCalculatorOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;

/**
 * Keeps the first elements of each vector. Registered once per type, such as {@code
 * ClipDetectionVectorSizeCalculator}.
 *
 * <ul>
 *   <li>Input streams: one without a tag (List).
 *   <li>Output streams: one without a tag (List).
 *   <li>Input side packets: one without a tag (Integer, optional): the most elements, instead of
 *       the option.
 *   <li>Options: {@code ClipVectorSizeCalculatorOptions}: {@code max_vec_size} (1).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "ClipDetectionVectorSizeCalculator"
 *   input_stream: "detections"
 *   output_stream: "few_detections"
 *   options {
 *     [mediapipe.ClipVectorSizeCalculatorOptions.ext] { max_vec_size: 3 }
 *   }
 * }
 * }</pre>
 */
final class ClipVectorSizeCalculator extends Calculator {
  private final Class<?> itemType;
  private int most;

  ClipVectorSizeCalculator(Class<?> itemType) {
    this.itemType = itemType;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives the first elements of a list.");
    cc.setTimestampOffset(0);
    RetCheck.that(cc.inputs().size() == 1, "exactly one input stream");
    RetCheck.that(cc.outputs().size() == 1, "exactly one output stream");
    check(cc.options(ClipVectorSizeCalculatorOptions.class).getMaxVecSize());
    cc.inputs().tag("").setListOf(itemType);
    cc.outputs().tag("").setListOf(itemType);
    if (cc.inputSidePackets().size() > 0) {
      cc.inputSidePackets().tag("").set(Integer.class);
    }
  }

  private static void check(int most) {
    if (most < 1) {
      throw new StatusException(
          StatusCode.INTERNAL, "max_vec_size should be greater than or equal to 1.");
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    most =
        cc.inputSidePackets().size() > 0
            ? cc.inputSidePackets().index(0).get(Integer.class)
            : cc.options(ClipVectorSizeCalculatorOptions.class).getMaxVecSize();
  }

  @Override
  public void process(CalculatorContext cc) {
    check(most);
    if (!cc.inputs().index(0).isEmpty()) {
      List<?> items = cc.inputs().index(0).get(List.class);
      List<?> clipped = List.copyOf(items.subList(0, Math.min(most, items.size())));
      cc.outputs().index(0).add(clipped, cc.inputTimestamp());
    }
  }
}
