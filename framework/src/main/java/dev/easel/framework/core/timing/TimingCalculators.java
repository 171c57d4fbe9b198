package dev.easel.framework.core.timing;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.GraphProfileCalculatorOptions;
import dev.easel.framework.proto.PacketResamplerCalculatorOptions;
import dev.easel.framework.proto.PacketThinnerCalculatorOptions;
import dev.easel.framework.proto.SequenceShiftCalculatorOptions;

/** Registers the calculators of this package. */
public final class TimingCalculators implements CalculatorProvider {
  /** Makes a provider. */
  public TimingCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .calculator("CountingSourceCalculator", CountingSourceCalculator::new)
        .calculator("GraphProfileCalculator", GraphProfileCalculator::new)
        .calculator("PacketResamplerCalculator", PacketResamplerCalculator::new)
        .calculator("PacketThinnerCalculator", PacketThinnerCalculator::new)
        .calculator("SequenceShiftCalculator", SequenceShiftCalculator::new)
        .options(GraphProfileCalculatorOptions.getDefaultInstance())
        .options(PacketResamplerCalculatorOptions.getDefaultInstance())
        .options(PacketThinnerCalculatorOptions.getDefaultInstance())
        .options(SequenceShiftCalculatorOptions.getDefaultInstance());
  }
}
