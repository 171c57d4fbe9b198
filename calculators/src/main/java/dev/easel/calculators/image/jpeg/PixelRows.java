package dev.easel.calculators.image.jpeg;

import dev.easel.calculators.image.pixel.PixelSink;

/** Hands on the pixels of rows of MCUs whose samples are there. */
final class PixelRows {

  private final Frame frame;
  private final Colors colors;
  private final SampleRow[] rows;
  private final PixelSink sink;
  private final Runnable check;
  private final byte[] rgba;

  PixelRows(Frame frame, Colors colors, SampleRow[] rows, PixelSink sink, Runnable check) {
    this.frame = frame;
    this.colors = colors;
    this.rows = rows;
    this.sink = sink;
    this.check = check;
    rgba = new byte[frame.width() * 4];
  }

  /** Hands on a row of MCUs; nothing for one above the picture. */
  void emit(int row) {
    int height = Frame.BLOCK * frame.down();
    byte[][] samples = new byte[rows.length][];
    int[] from = new int[rows.length];
    int end = Math.min(frame.height(), (row + 1) * height);
    for (int y = Math.max(0, row * height); y < end; y++) {
      check.run();
      for (int i = 0; i < rows.length; i++) {
        samples[i] = rows[i].samples(y);
        from[i] = rows[i].from(y);
      }
      colors.convert(samples, from, frame.width(), rgba);
      sink.accept(0, 1, y, rgba, frame.width());
    }
  }
}
