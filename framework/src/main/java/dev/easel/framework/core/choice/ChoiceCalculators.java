package dev.easel.framework.core.choice;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.NodeChainSubgraphOptions;
import dev.easel.framework.proto.SwitchContainerOptions;

/** Registers the subgraphs and calculators of this package. */
public final class ChoiceCalculators implements CalculatorProvider {
  /** Makes a provider. */
  public ChoiceCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .subgraph("NodeChainSubgraph", new NodeChainSubgraph())
        .subgraph("SwitchContainer", new SwitchContainer())
        .calculator("SwitchDemuxCalculator", SwitchDemuxCalculator::new)
        .calculator("SwitchMuxCalculator", SwitchMuxCalculator::new)
        .options(NodeChainSubgraphOptions.getDefaultInstance())
        .options(SwitchContainerOptions.getDefaultInstance());
  }
}
