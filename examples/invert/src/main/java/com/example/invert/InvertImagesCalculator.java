package com.example.invert;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.genai.RgbImages;
import java.nio.ByteBuffer;

/**
 * Turns pictures into their negatives.
 *
 * <p>Input stream {@code IMAGES}: {@link RgbImages}. Output stream {@code IMAGES}: the same. No
 * options.
 *
 * <pre>{@code
 * node {
 *   calculator: "InvertImagesCalculator"
 *   input_stream: "IMAGES:images"
 *   output_stream: "IMAGES:inverted"
 * }
 * }</pre>
 */
public final class InvertImagesCalculator extends Calculator {

  @Override
  public void contract(CalculatorContract cc) {
    cc.inputs().tag("IMAGES").set(RgbImages.class);
    cc.outputs().tag("IMAGES").set(RgbImages.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    RgbImages images = cc.inputs().tag("IMAGES").get(RgbImages.class);
    RgbImages inverted = RgbImages.allocate(images.count(), images.height(), images.width());
    ByteBuffer from = images.pixels();
    ByteBuffer to = inverted.pixels();
    while (from.hasRemaining()) {
      to.put((byte) ~from.get());
    }
    cc.outputs().tag("IMAGES").add(inverted, cc.inputTimestamp());
  }
}
