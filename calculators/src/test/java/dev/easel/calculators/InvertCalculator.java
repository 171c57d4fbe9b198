package dev.easel.calculators;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/** Inverts images, as somebody else's calculator between two of ours would. */
final class InvertCalculator extends Calculator {

  @Override
  public void contract(CalculatorContract cc) {
    cc.inputs().tag("IMAGES").set(RgbImages.class);
    cc.outputs().tag("IMAGES").set(RgbImages.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    RgbImages in = cc.inputs().tag("IMAGES").get(RgbImages.class);
    RgbImages out = RgbImages.allocate(in.count(), in.height(), in.width());
    ByteBuffer from = in.pixels();
    ByteBuffer to = out.pixels();
    while (from.hasRemaining()) {
      to.put((byte) ~from.get());
    }
    in.close();
    cc.outputs().tag("IMAGES").add(out, cc.inputTimestamp());
  }
}
