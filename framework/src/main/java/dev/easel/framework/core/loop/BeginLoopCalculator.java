package dev.easel.framework.core.loop;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import java.util.List;

/**
 * Takes a vector apart: its elements leave one by one on a clock of their own (0, 1, 2… across all
 * vectors), and {@code BATCH_END} says with the last one where the results belong. An empty vector,
 * or a bound, leaves {@code BATCH_END} alone. Registered once per type of element, such as {@code
 * BeginLoopFloatCalculator}.
 *
 * <ul>
 *   <li>Input streams: {@code ITERABLE} (List); {@code CLONE:0}… (any types): repeated with every
 *       element; {@code TICK} (any type, optional).
 *   <li>Output streams: {@code ITEM} (the element); {@code CLONE:0}…; {@code BATCH_END} (Long: the
 *       original timestamp).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "BeginLoopFloatCalculator"
 *   input_stream: "ITERABLE:scores"
 *   input_stream: "CLONE:limit"
 *   output_stream: "ITEM:score"
 *   output_stream: "CLONE:limit_of_score"
 *   output_stream: "BATCH_END:scores_end"
 * }
 * }</pre>
 */
final class BeginLoopCalculator extends Calculator {
  private static final String ITERABLE = "ITERABLE";
  private static final String CLONE = "CLONE";
  private static final String ITEM = "ITEM";
  private static final String BATCH_END = "BATCH_END";

  private final Class<?> itemType;
  private long clock;

  BeginLoopCalculator(Class<?> itemType) {
    this.itemType = itemType;
  }

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Begins a loop over the elements of a list.");
    cc.setProcessTimestampBounds(true);
    cc.inputs().tag("TICK").setAny().optional();
    RetCheck.that(cc.inputs().hasTag(ITERABLE), "the input stream ITERABLE is there");
    cc.inputs().tag(ITERABLE).setListOf(itemType);
    RetCheck.that(cc.outputs().hasTag(ITEM), "the output stream ITEM is there");
    cc.outputs().tag(ITEM).set(itemType);
    RetCheck.that(cc.outputs().hasTag(BATCH_END), "the output stream BATCH_END is there");
    cc.outputs().tag(BATCH_END).set(Long.class);
    int clones = cc.inputs().count(CLONE);
    RetCheck.that(cc.outputs().count(CLONE) == clones, "as many CLONE outputs as inputs");
    for (int i = 0; i < clones; i++) {
      cc.outputs().get(CLONE, i).setSameAs(cc.inputs().get(CLONE, i).setAny());
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    InputPort iterable = cc.inputs().tag(ITERABLE);
    long before = clock;
    if (!iterable.isEmpty()) {
      for (Object item : iterable.get(List.class)) {
        cc.outputs().tag(ITEM).add(item, clock);
        repeatClones(cc);
        clock++;
      }
    }
    if (clock == before) {
      clock++;
      for (int id = 0; id < cc.outputs().size(); id++) {
        cc.outputs().index(id).setNextTimestampBound(clock);
      }
    }
    cc.outputs().tag(BATCH_END).add(cc.inputTimestamp(), clock - 1);
  }

  private void repeatClones(CalculatorContext cc) {
    for (int i = 0; i < cc.inputs().count(CLONE); i++) {
      Packet packet = cc.inputs().get(CLONE, i).packet();
      if (!packet.isEmpty()) {
        cc.outputs().get(CLONE, i).add(packet.at(clock));
      }
    }
  }
}
