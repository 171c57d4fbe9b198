package dev.easel.framework.testing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import java.util.Map;

/** A calculator whose calls fail where a test wants them to, and are its own elsewhere. */
final class FailingCalculator extends Calculator {
  private final Calculator own;
  private final Map<Place, Exception> failures;

  /** A call: of which node, at which time. */
  record Place(String node, long timestamp) {}

  FailingCalculator(Calculator own, Map<Place, Exception> failures) {
    this.own = own;
    this.failures = failures;
  }

  @Override
  public Class<?> implementation() {
    return own.implementation();
  }

  @Override
  public void contract(CalculatorContract cc) {
    own.contract(cc);
  }

  @Override
  public void open(CalculatorContext cc) throws Exception {
    failIfWanted(cc);
    own.open(cc);
  }

  @Override
  public void process(CalculatorContext cc) throws Exception {
    failIfWanted(cc);
    own.process(cc);
  }

  @Override
  public void close(CalculatorContext cc) throws Exception {
    failIfWanted(cc);
    own.close(cc);
  }

  private void failIfWanted(CalculatorContext cc) throws Exception {
    Exception failure = failures.get(new Place(cc.nodeName(), cc.inputTimestamp()));
    if (failure != null) {
      throw failure;
    }
  }
}
