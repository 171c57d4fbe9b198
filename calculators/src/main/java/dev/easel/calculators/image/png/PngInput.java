package dev.easel.calculators.image.png;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates the IDAT chunks of a PNG file as one stream. */
final class PngInput implements AutoCloseable {

  /** The type of the chunks that hold pixels. */
  static final String PIXELS = "IDAT";

  private final Inflater inflater = new Inflater();
  private final Iterator<PngChunks.Chunk> pieces;
  private final Runnable check;
  private final boolean isCutOff;

  /**
   * The pixels in a file.
   *
   * @param check called with each read; what it throws ends that
   */
  PngInput(List<PngChunks.Chunk> chunks, Runnable check) {
    this.check = check;
    pieces = chunks.stream().filter(chunk -> chunk.type().equals(PIXELS)).iterator();
    isCutOff = PngChunks.isCutOff(chunks);
  }

  /** Fills the array's first bytes. */
  void read(byte[] out, int length) throws ImageFormatException {
    check.run();
    int filled = 0;
    while (filled < length) {
      filled += inflate(out, filled, length - filled);
    }
  }

  private int inflate(byte[] out, int offset, int length) throws ImageFormatException {
    try {
      int count = inflater.inflate(out, offset, length);
      if (count > 0) {
        return count;
      }
    } catch (DataFormatException e) {
      throw new ImageFormatException("the PNG file is damaged: its pixels cannot be unpacked");
    }
    if (inflater.finished() || inflater.needsDictionary() || !pieces.hasNext()) {
      throw new ImageFormatException(
          isCutOff
              ? "the PNG file is cut off: pixels are missing"
              : "the PNG file is damaged: pixels are missing");
    }
    ByteBuffer content = pieces.next().content().duplicate();
    if (content.hasRemaining()) {
      inflater.setInput(content);
    }
    return 0;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
