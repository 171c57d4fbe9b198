package dev.easel.framework.core.number;

import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.DequantizeByteArrayCalculatorOptions;
import dev.easel.framework.proto.QuantizeFloatVectorCalculatorOptions;

/** Registers the calculators of this package. */
public final class NumberCalculators implements CalculatorProvider {
  /** Makes a provider. */
  public NumberCalculators() {}

  @Override
  public void register(CalculatorRegistry.Builder registry) {
    registry
        .calculator("DequantizeByteArrayCalculator", DequantizeByteArrayCalculator::new)
        .calculator("MatrixMultiplyCalculator", MatrixMultiplyCalculator::new)
        .calculator("MatrixSubtractCalculator", MatrixSubtractCalculator::new)
        .calculator("MatrixToVectorCalculator", MatrixToVectorCalculator::new)
        .calculator("QuantizeFloatVectorCalculator", QuantizeFloatVectorCalculator::new)
        .options(DequantizeByteArrayCalculatorOptions.getDefaultInstance())
        .options(QuantizeFloatVectorCalculatorOptions.getDefaultInstance());
  }
}
