package com.example.invert;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import dev.easel.picture.RgbImages;
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
  static final In<RgbImages> IMAGES = In.of("IMAGES", RgbImages.class);
  static final Out<RgbImages> INVERTED = Out.of("IMAGES", RgbImages.class);

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Turns images into their negatives.");
    cc.declare(IMAGES, INVERTED);
  }

  @Override
  public void process(CalculatorContext cc) {
    RgbImages images = IMAGES.get(cc);
    RgbImages inverted = RgbImages.allocate(images.count(), images.height(), images.width());
    ByteBuffer from = images.pixels();
    ByteBuffer to = inverted.pixels();
    while (from.hasRemaining()) {
      to.put((byte) ~from.get());
    }
    INVERTED.send(cc, inverted);
  }
}
