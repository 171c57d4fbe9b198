package com.example.watermark;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;

/** Tells Easel what this jar has; named in META-INF/services. */
public final class WatermarkProvider implements CalculatorProvider {

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .calculator("WatermarkCalculator", WatermarkCalculator::new)
        .options(WatermarkOptions.class);
  }
}
