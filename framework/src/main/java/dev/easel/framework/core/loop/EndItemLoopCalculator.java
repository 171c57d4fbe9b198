package dev.easel.framework.core.loop;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the results of a {@link BeginItemLoopCalculator} back on separate streams, at the original
 * timestamp.
 *
 * <ul>
 *   <li>Input streams: {@code ITEM} (any type); {@code BATCH_END} (Long).
 *   <li>Output streams: {@code ITEM:0}…, as many as there are packets in a batch.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "EndItemLoopCalculator"
 *   input_stream: "ITEM:smooth_hand"
 *   input_stream: "BATCH_END:hands_end"
 *   output_stream: "ITEM:0:smooth_left_hand"
 *   output_stream: "ITEM:1:smooth_right_hand"
 * }
 * }</pre>
 */
final class EndItemLoopCalculator extends Calculator {
  private static final String ITEM = "ITEM";
  private static final String BATCH_END = "BATCH_END";

  private final List<Packet> items = new ArrayList<>();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Ends a loop over packets of several streams.");
    cc.inputs().tag(ITEM).setAny();
    cc.inputs().tag(BATCH_END).set(Long.class);
    for (int i = 0; i < cc.outputs().count(ITEM); i++) {
      cc.outputs().get(ITEM, i).setSameAs(cc.inputs().tag(ITEM));
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    if (!cc.inputs().tag(ITEM).isEmpty()) {
      items.add(cc.inputs().tag(ITEM).packet());
    }
    if (cc.inputs().tag(BATCH_END).isEmpty()) {
      return;
    }
    long timestamp = cc.inputs().tag(BATCH_END).get(Long.class);
    int outputs = cc.outputs().count(ITEM);
    RetCheck.that(
        items.isEmpty() || items.size() == outputs,
        "Number of input items must match number of outputs: %d items, %d outputs"
            .formatted(items.size(), outputs));
    for (int i = 0; i < outputs; i++) {
      if (items.isEmpty()) {
        cc.outputs().get(ITEM, i).setNextTimestampBound(Timestamp.next(timestamp));
      } else {
        cc.outputs().get(ITEM, i).add(items.get(i).at(timestamp));
      }
    }
    items.clear();
  }
}
