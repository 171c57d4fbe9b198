package com.example.fanout;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Ins;
import dev.easel.framework.port.Out;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts pictures side by side that several nodes have made: the first ones of all, the second ones,
 * and so on.
 *
 * <pre>{@code
 * node {
 *   calculator: "SideBySideCalculator"
 *   input_stream: "IMAGES:0:left"
 *   input_stream: "IMAGES:1:right"
 *   output_stream: "IMAGES:both"
 * }
 * }</pre>
 */
public final class SideBySideCalculator extends Calculator {
  static final Ins<RgbImages> PARTS = In.of("IMAGES", RgbImages.class).many();
  static final Out<RgbImages> JOINED = Out.of("IMAGES", RgbImages.class);

  private static final int CHANNELS = 3;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Puts pictures of one height side by side.");
    cc.declare(PARTS, JOINED);
  }

  /** Is called when all parts are there, in whatever order they were made. */
  @Override
  public void process(CalculatorContext cc) {
    List<RgbImages> parts = new ArrayList<>();
    for (int i = 0; i < PARTS.count(cc); i++) {
      parts.add(PARTS.at(i).get(cc));
    }
    int count = parts.stream().mapToInt(RgbImages::count).min().orElse(0);
    int height = parts.get(0).height();
    int width = parts.stream().mapToInt(RgbImages::width).sum();
    RgbImages joined = RgbImages.allocate(count, height, width);
    ByteBuffer to = joined.pixels();
    for (int image = 0; image < count; image++) {
      for (int y = 0; y < height; y++) {
        for (RgbImages part : parts) {
          int row = CHANNELS * part.width();
          to.put(part.image(image).slice(y * row, row));
        }
      }
    }
    JOINED.send(cc, joined);
  }
}
