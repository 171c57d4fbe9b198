package com.example.fanout;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;

/** Tells Easel what this jar has; named in META-INF/services. */
public final class FanOutProvider implements CalculatorProvider {

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry.calculator("SideBySideCalculator", SideBySideCalculator::new);
  }
}
