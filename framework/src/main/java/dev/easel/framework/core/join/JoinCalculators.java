package dev.easel.framework.core.join;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.ImmediateMuxCalculatorOptions;
import dev.easel.framework.proto.PacketClonerCalculatorOptions;

/** Registers the calculators of this package. */
public final class JoinCalculators implements CalculatorProvider {
  /** Makes a provider. */
  public JoinCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .calculator("ImmediateMuxCalculator", ImmediateMuxCalculator::new)
        .calculator("MakePairCalculator", MakePairCalculator::new)
        .calculator("MergeCalculator", MergeCalculator::new)
        .calculator("MuxCalculator", MuxCalculator::new)
        .calculator("PacketClonerCalculator", PacketClonerCalculator::new)
        .calculator("PacketInnerJoinCalculator", PacketInnerJoinCalculator::new)
        .calculator("PacketSequencerCalculator", PacketSequencerCalculator::new)
        .calculator("RoundRobinDemuxCalculator", RoundRobinDemuxCalculator::new)
        .options(ImmediateMuxCalculatorOptions.getDefaultInstance())
        .options(PacketClonerCalculatorOptions.getDefaultInstance());
  }
}
