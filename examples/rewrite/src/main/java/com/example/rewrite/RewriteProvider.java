package com.example.rewrite;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;

/** Tells Easel what this jar has; named in META-INF/services. */
public final class RewriteProvider implements CalculatorProvider {

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry.calculator("RewriteCalculator", RewriteCalculator::new).options(RewriteOptions.class);
  }
}
