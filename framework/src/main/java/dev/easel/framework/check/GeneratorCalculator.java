package dev.easel.framework.check;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.proto.PacketGeneratorOptions;
import dev.easel.framework.side.PacketGenerator;

/** Runs a packet generator as a node, after the nodes that make what it needs. */
final class GeneratorCalculator extends Calculator {
  private final PacketGenerator generator;
  private final PacketGeneratorOptions options;

  GeneratorCalculator(PacketGenerator generator, PacketGeneratorOptions options) {
    this.generator = generator;
    this.options = options;
  }

  @Override
  public void contract(CalculatorContract cc) {
    generator.expectations(options, cc.inputSidePackets(), cc.outputSidePackets());
  }

  @Override
  public void open(CalculatorContext cc) throws Exception {
    generator.generate(options, cc.inputSidePackets(), cc.outputSidePackets());
  }

  @Override
  public void process(CalculatorContext cc) {
    // Has no streams, so there is nothing to do.
  }
}
