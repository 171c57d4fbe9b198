package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.ConcatenateVectorCalculatorOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins what its inputs have at a timestamp, in the order of the inputs. Registered once per type:
 * vectors as {@code ConcatenateFloatVectorCalculator} and so on, which also take single elements;
 * messages as {@code ConcatenateLandmarkListCalculator} and so on.
 *
 * <ul>
 *   <li>Input streams: one or more without a tag (List or element; the message).
 *   <li>Output streams: one without a tag (List; the message).
 *   <li>Options: {@code ConcatenateVectorCalculatorOptions}: {@code only_emit_if_all_present}.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "ConcatenateFloatVectorCalculator"
 *   input_stream: "left_scores"
 *   input_stream: "right_scores"
 *   output_stream: "scores"
 * }
 * }</pre>
 */
final class ConcatenateCalculator extends Calculator {
  private final ListKind<?> kind;
  private boolean needsAll;

  ConcatenateCalculator(ListKind<?> kind) {
    this.kind = kind;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Puts elements and lists together into one list.");
    cc.setTimestampOffset(0);
    for (int i = 0; i < cc.inputs().count(""); i++) {
      if (kind.isVector()) {
        cc.inputs().get("", i).setOneOrListOf(kind.itemType());
      } else {
        kind.declare(cc.inputs().get("", i));
      }
    }
    kind.declare(cc.outputs().tag(""));
    RetCheck.that(cc.inputs().count("") >= 1, "at least one input stream without a tag");
  }

  @Override
  public void open(CalculatorContext cc) {
    needsAll = cc.options(ConcatenateVectorCalculatorOptions.class).getOnlyEmitIfAllPresent();
  }

  @Override
  public void process(CalculatorContext cc) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < cc.inputs().size(); i++) {
      InputPort input = cc.inputs().index(i);
      if (!input.isEmpty()) {
        add(input.packet().value(), items);
      } else if (needsAll) {
        return;
      }
    }
    cc.outputs().index(0).add(kind.make().apply(items), cc.inputTimestamp());
  }

  private void add(Object value, List<Object> items) {
    if (kind.type().isInstance(value)) {
      items.addAll(kind.itemsOf(value));
    } else {
      items.add(value);
    }
  }
}
