package dev.easel.framework.core.side;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.ConstantSidePacketCalculatorOptions;
import dev.easel.framework.proto.SidePacketsToStreamsCalculatorOptions;

/** Registers the calculators of this package. */
public final class SideCalculators implements CalculatorProvider {
  /** Makes a provider. */
  public SideCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .calculator("CallbackCalculator", CallbackCalculator::new)
        .calculator("CallbackWithHeaderCalculator", CallbackWithHeaderCalculator::new)
        .calculator("ConstantSidePacketCalculator", ConstantSidePacketCalculator::new)
        .calculator("DefaultSidePacketCalculator", DefaultSidePacketCalculator::new)
        .calculator(
            "MediaPipeInternalSidePacketToPacketStreamCalculator",
            SidePacketAtPostStreamCalculator::new)
        .calculator("SidePacketToStreamCalculator", SidePacketToStreamCalculator::new)
        .calculator("SidePacketsToStreamsCalculator", SidePacketsToStreamsCalculator::new)
        .calculator("StreamToSidePacketCalculator", StreamToSidePacketCalculator::new)
        .calculator("StringToIntCalculator", () -> new StringToNumberCalculator(32, false))
        .calculator("StringToInt32Calculator", () -> new StringToNumberCalculator(32, false))
        .calculator("StringToInt64Calculator", () -> new StringToNumberCalculator(64, false))
        .calculator("StringToUintCalculator", () -> new StringToNumberCalculator(32, true))
        .calculator("StringToUint32Calculator", () -> new StringToNumberCalculator(32, true))
        .calculator("StringToUint64Calculator", () -> new StringToNumberCalculator(64, true))
        .options(ConstantSidePacketCalculatorOptions.getDefaultInstance())
        .options(SidePacketsToStreamsCalculatorOptions.getDefaultInstance());
  }
}
