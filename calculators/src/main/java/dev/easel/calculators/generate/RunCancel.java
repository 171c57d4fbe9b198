package dev.easel.calculators.generate;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.genai.CancelSignal;
import java.util.Optional;

/**
 * The cancelling of a graph's run, for the model that works for it.
 *
 * <p><b>Threads</b>: any.
 */
record RunCancel(CalculatorContext call) implements CancelSignal {
  @Override
  public boolean getAsBoolean() {
    return call.isCancelled();
  }

  @Override
  public Optional<Watch> watch(Runnable listener) {
    CalculatorContext.CancelWatch watch = call.watchCancel(listener);
    return Optional.of(watch::close);
  }
}
