package dev.easel.framework.core.loop;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.RetCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what became of the elements of a {@link BeginLoopCalculator}: one vector per batch, at
 * the original timestamp; a bound for an empty batch. Registered once per type of element, such as
 * {@code EndLoopFloatCalculator}.
 *
 * <ul>
 *   <li>Input streams: {@code ITEM} (the element); {@code BATCH_END} (Long).
 *   <li>Output streams: {@code ITERABLE} (List).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "EndLoopFloatCalculator"
 *   input_stream: "ITEM:score"
 *   input_stream: "BATCH_END:scores_end"
 *   output_stream: "ITERABLE:scores"
 * }
 * }</pre>
 */
final class EndLoopCalculator extends Calculator {
  private static final String ITEM = "ITEM";
  private static final String BATCH_END = "BATCH_END";
  private static final String ITERABLE = "ITERABLE";

  private final Class<?> itemType;
  private final List<Object> items = new ArrayList<>();

  EndLoopCalculator(Class<?> itemType) {
    this.itemType = itemType;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Collects a loop's results into a list.");
    RetCheck.that(cc.inputs().hasTag(BATCH_END), "Missing BATCH_END tagged input_stream.");
    cc.inputs().tag(BATCH_END).set(Long.class);
    RetCheck.that(cc.inputs().hasTag(ITEM), "the input stream ITEM is there");
    cc.inputs().tag(ITEM).set(itemType);
    RetCheck.that(cc.outputs().hasTag(ITERABLE), "the output stream ITERABLE is there");
    cc.outputs().tag(ITERABLE).setListOf(itemType);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (!cc.inputs().tag(ITEM).isEmpty()) {
      items.add(cc.inputs().tag(ITEM).get(itemType));
    }
    if (cc.inputs().tag(BATCH_END).isEmpty()) {
      return;
    }
    long timestamp = cc.inputs().tag(BATCH_END).get(Long.class);
    OutputPort output = cc.outputs().index(0);
    if (items.isEmpty()) {
      output.setNextTimestampBound(timestamp + 1);
    } else {
      output.add(List.copyOf(items), timestamp);
      items.clear();
    }
  }
}
