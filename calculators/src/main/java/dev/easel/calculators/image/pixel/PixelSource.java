package dev.easel.calculators.image.pixel;

import dev.easel.calculators.image.header.ImageFormatException;

/** A file whose header is known. */
public interface PixelSource {

  /**
   * Decodes every pixel into a sink.
   *
   * @throws ImageFormatException when the file is damaged
   */
  void decode(PixelSink sink) throws ImageFormatException;
}
