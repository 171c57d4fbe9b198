package dev.easel.framework.core.loop;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;

/**
 * Sends the packets of several inputs one after another on a clock of their own, as {@link
 * BeginLoopCalculator} does with the elements of a vector. At each timestamp either all inputs have
 * a packet or none has.
 *
 * <ul>
 *   <li>Input streams: {@code ITEM:0}… (any types); {@code CLONE:0}… (any types).
 *   <li>Output streams: {@code ITEM} (the type of {@code ITEM:0}); {@code CLONE:0}…; {@code
 *       BATCH_END} (Long: the original timestamp).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "BeginItemLoopCalculator"
 *   input_stream: "ITEM:0:left_hand"
 *   input_stream: "ITEM:1:right_hand"
 *   output_stream: "ITEM:hand"
 *   output_stream: "BATCH_END:hands_end"
 * }
 * }</pre>
 */
final class BeginItemLoopCalculator extends Calculator {
  private static final String ITEM = "ITEM";
  private static final String CLONE = "CLONE";
  private static final String BATCH_END = "BATCH_END";

  private long clock;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Begins a loop over packets of several streams.");
    for (int i = 0; i < cc.inputs().count(ITEM); i++) {
      cc.inputs().get(ITEM, i).setAny();
    }
    cc.setProcessTimestampBounds(true);
    cc.outputs().tag(BATCH_END).set(Long.class);
    RetCheck.that(cc.inputs().count(ITEM) > 0, "Must have at least one ITEM input");
    cc.outputs().tag(ITEM).setSameAs(cc.inputs().tag(ITEM));
    int clones = cc.inputs().count(CLONE);
    RetCheck.that(
        cc.outputs().count(CLONE) == clones, "Number of CLONE inputs and outputs must match");
    for (int i = 0; i < clones; i++) {
      cc.outputs().get(CLONE, i).setSameAs(cc.inputs().get(CLONE, i).setAny());
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    int present = present(cc);
    RetCheck.that(
        present == 0 || present == cc.inputs().count(ITEM),
        "Cannot mix non-empty input ITEMs with empty input ITEMs");
    for (int i = 0; i < present; i++) {
      cc.outputs().tag(ITEM).add(cc.inputs().get(ITEM, i).packet().at(clock));
      for (int n = 0; n < cc.inputs().count(CLONE); n++) {
        cc.outputs().get(CLONE, n).add(cc.inputs().get(CLONE, n).packet().at(clock));
      }
      clock++;
    }
    if (present == 0) {
      clock++;
      for (int id = 0; id < cc.outputs().size(); id++) {
        cc.outputs().index(id).setNextTimestampBound(clock);
      }
    }
    cc.outputs().tag(BATCH_END).add(cc.inputTimestamp(), clock - 1);
  }

  private static int present(CalculatorContext cc) {
    int present = 0;
    for (int i = 0; i < cc.inputs().count(ITEM); i++) {
      present += cc.inputs().get(ITEM, i).isEmpty() ? 0 : 1;
    }
    return present;
  }
}
