package dev.easel.bench.executor;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import java.util.function.Supplier;

/**
 * Sends each input packet to the output of the same index: MediaPipe's PassThroughCalculator,
 * written anew so that nothing in the engine can know it. The benchmark loads this class once per
 * node, each time by another class loader, so that every node calls a class of its own.
 */
public class Relay extends Calculator {
  /** Made by {@link #maker()}. */
  public Relay() {}

  /** Makes calculators of this very class, as a registered calculator's own code does. */
  public static Supplier<Calculator> maker() {
    return Relay::new;
  }

  @Override
  public void contract(CalculatorContract cc) {
    for (int i = 0; i < cc.inputs().size(); i++) {
      cc.inputs().index(i).setAny();
      cc.outputs().index(i).setSameAs(cc.inputs().index(i));
    }
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    for (int i = 0; i < cc.inputs().size(); i++) {
      if (!cc.inputs().index(i).isEmpty()) {
        cc.outputs().index(i).add(cc.inputs().index(i).packet());
      }
    }
  }
}
