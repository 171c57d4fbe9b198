package dev.easel.calculators.image;

/** A file whose header is known. */
interface PixelSource {

  /**
   * Decodes every pixel into a sink.
   *
   * @throws ImageFormatException when the file is damaged
   */
  void decode(PixelSink sink) throws ImageFormatException;
}
