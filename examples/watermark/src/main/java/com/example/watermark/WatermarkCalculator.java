package com.example.watermark;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Out;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/**
 * Writes a text into a corner of every picture, in white with a black edge.
 *
 * <pre>{@code
 * node {
 *   calculator: "WatermarkCalculator"
 *   input_stream: "IMAGES:images"
 *   output_stream: "IMAGES:marked"
 *   node_options { [type.googleapis.com/com.example.watermark.WatermarkOptions] { text: "DRAFT" } }
 * }
 * }</pre>
 */
public final class WatermarkCalculator extends Calculator {
  static final In<RgbImages> IMAGES = In.of("IMAGES", RgbImages.class);
  static final Out<RgbImages> MARKED = Out.of("IMAGES", RgbImages.class);

  private static final int WHITE = 255;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Writes a text into a corner of every picture.");
    cc.declare(IMAGES, MARKED);
    cc.options(WatermarkOptions.class);
  }

  @Override
  public void process(CalculatorContext cc) {
    WatermarkOptions options = cc.options(WatermarkOptions.class);
    RgbImages images = IMAGES.get(cc);
    // What came in is everybody's, so the text goes into a copy.
    RgbImages marked = RgbImages.allocate(images.count(), images.height(), images.width());
    marked.pixels().put(images.pixels());
    for (int i = 0; i < marked.count(); i++) {
      write(options, marked.image(i), marked.width(), marked.height());
    }
    MARKED.send(cc, marked);
  }

  private static void write(WatermarkOptions options, ByteBuffer pixels, int width, int height) {
    int scale = options.scale();
    int textWidth = options.text().length() * (Letters.WIDTH + 1) * scale;
    int textHeight = (Letters.HEIGHT + 1) * scale;
    int left =
        switch (options.corner()) {
          case TOP_LEFT, BOTTOM_LEFT -> scale;
          case TOP_RIGHT, BOTTOM_RIGHT -> width - textWidth - scale;
        };
    int top =
        switch (options.corner()) {
          case TOP_LEFT, TOP_RIGHT -> scale;
          case BOTTOM_LEFT, BOTTOM_RIGHT -> height - textHeight - scale;
        };
    // The edge first: the same letters, a dot lower and further right.
    write(options, pixels, width, height, left + scale, top + scale, 0);
    write(options, pixels, width, height, left, top, WHITE);
  }

  private static void write(
      WatermarkOptions options,
      ByteBuffer pixels,
      int width,
      int height,
      int left,
      int top,
      int colour) {
    int scale = options.scale();
    int advance = (Letters.WIDTH + 1) * scale;
    for (int y = 0; y < Letters.HEIGHT * scale; y++) {
      for (int x = 0; x < options.text().length() * advance; x++) {
        int column = x % advance / scale;
        boolean isOutside = left + x < 0 || left + x >= width || top + y < 0 || top + y >= height;
        if (!isOutside
            && column < Letters.WIDTH
            && Letters.isDot(options.text().charAt(x / advance), column, y / scale)) {
          blend(pixels, 3 * ((top + y) * width + left + x), colour, options.opacity());
        }
      }
    }
  }

  private static void blend(ByteBuffer pixels, int at, int colour, double opacity) {
    for (int c = at; c < at + 3; c++) {
      int before = pixels.get(c) & 0xff;
      pixels.put(c, (byte) Math.round(before + (colour - before) * opacity));
    }
  }
}
