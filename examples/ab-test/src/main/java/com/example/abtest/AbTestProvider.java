package com.example.abtest;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;

/** Tells Easel what this jar has; named in META-INF/services. */
public final class AbTestProvider implements CalculatorProvider {

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry.calculator("VariantCalculator", VariantCalculator::new).options(VariantOptions.class);
  }
}
