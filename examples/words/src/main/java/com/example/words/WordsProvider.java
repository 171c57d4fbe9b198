package com.example.words;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;

/** Tells Easel what this jar has; named in META-INF/services. */
public final class WordsProvider implements CalculatorProvider {

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry.calculator("WordsCalculator", WordsCalculator::new).options(WordsOptions.class);
  }
}
