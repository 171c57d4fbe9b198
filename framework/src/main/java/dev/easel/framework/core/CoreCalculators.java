package dev.easel.framework.core;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.core.choice.ChoiceCalculators;
import dev.easel.framework.core.flow.FlowCalculators;
import dev.easel.framework.core.join.JoinCalculators;
import dev.easel.framework.core.loop.LoopCalculators;
import dev.easel.framework.core.number.NumberCalculators;
import dev.easel.framework.core.side.SideCalculators;
import dev.easel.framework.core.timing.TimingCalculators;
import dev.easel.framework.core.vector.VectorCalculators;

/** Registers all core calculators, their options and subgraphs. */
public final class CoreCalculators implements CalculatorProvider {
  /** Makes a provider. */
  public CoreCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .provider(new ChoiceCalculators())
        .provider(new FlowCalculators())
        .provider(new JoinCalculators())
        .provider(new LoopCalculators())
        .provider(new NumberCalculators())
        .provider(new SideCalculators())
        .provider(new TimingCalculators())
        .provider(new VectorCalculators());
  }
}
