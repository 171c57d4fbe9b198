package dev.easel.bench.door;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;

/** Registers {@link EchoCalculator}. */
public final class EchoProvider implements CalculatorProvider {
  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry.calculator("EchoCalculator", EchoCalculator::new);
  }
}
