package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.BypassCalculatorOptions;
import dev.easel.framework.proto.FlowLimiterCalculatorOptions;
import dev.easel.framework.proto.GateCalculatorOptions;

/** Registers the calculators of this package. */
public final class FlowCalculators implements CalculatorProvider {
  /** Makes a provider. */
  public FlowCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .calculator("AddHeaderCalculator", AddHeaderCalculator::new)
        .calculator("BypassCalculator", BypassCalculator::new)
        .calculator("FlowLimiterCalculator", FlowLimiterCalculator::new)
        .calculator("GateCalculator", GateCalculator::new)
        .calculator("NonZeroCalculator", NonZeroCalculator::new)
        .calculator("PacketPresenceCalculator", PacketPresenceCalculator::new)
        .calculator("PassThroughCalculator", PassThroughCalculator::new)
        .calculator("PreviousLoopbackCalculator", PreviousLoopbackCalculator::new)
        .calculator("RealTimeFlowLimiterCalculator", RealTimeFlowLimiterCalculator::new)
        .calculator("ValueOrDefaultCalculator", ValueOrDefaultCalculator::new)
        .options(BypassCalculatorOptions.getDefaultInstance())
        .options(FlowLimiterCalculatorOptions.getDefaultInstance())
        .options(GateCalculatorOptions.getDefaultInstance());
  }
}
