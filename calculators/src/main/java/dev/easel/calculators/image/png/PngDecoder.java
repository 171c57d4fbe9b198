package dev.easel.calculators.image.png;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.PngHeader;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Decodes PNG files of every colour type, depth and interlacing, row by row.
 *
 * <p><b>Threads</b>: immutable; any thread may decode at any time.
 *
 * <p><b>Failure</b>: {@link ImageFormatException} when the file is damaged.
 */
public final class PngDecoder implements PixelSource {

  private final PngHeader header;
  private final List<PngChunks.Chunk> chunks;
  private final PngSamples samples;
  private final Runnable check;

  /**
   * Checks the file's structure and every checksum; decodes no pixel.
   *
   * @param check called before each row that is unpacked; what it throws ends that
   */
  public PngDecoder(ByteBuffer file, Runnable check) throws ImageFormatException {
    this.check = check;
    header = PngHeader.read(file);
    chunks = PngChunks.read(file);
    samples = PngSamples.of(header, chunks);
  }

  /** Unpacks every row into nothing, so that missing pixels are found before memory is taken. */
  public void verify() throws ImageFormatException {
    try (PngInput in = new PngInput(chunks, check)) {
      for (PngPass pass : PngPass.of(header)) {
        int columns = pass.columns(header.width());
        byte[] row = new byte[header.rowBytes(columns) + 1];
        for (int y = 0; columns > 0 && y < pass.rows(header.height()); y++) {
          in.read(row, row.length);
          checkFilter(row[0]);
        }
      }
    }
  }

  @Override
  public void decode(PixelSink sink) throws ImageFormatException {
    try (PngInput in = new PngInput(chunks, check)) {
      for (PngPass pass : PngPass.of(header)) {
        decode(pass, in, sink);
      }
    }
  }

  private void decode(PngPass pass, PngInput in, PixelSink sink) throws ImageFormatException {
    int columns = pass.columns(header.width());
    int rowBytes = header.rowBytes(columns);
    byte[] filter = new byte[1];
    byte[] row = new byte[rowBytes];
    byte[] above = new byte[rowBytes];
    byte[] rgba = new byte[columns * 4];
    for (int i = 0; columns > 0 && i < pass.rows(header.height()); i++) {
      in.read(filter, 1);
      in.read(row, rowBytes);
      unfilter(filter[0], row, above);
      samples.expand(row, columns, rgba);
      sink.accept(pass.x(), pass.stepX(), pass.y() + i * pass.stepY(), rgba, columns);
      byte[] swapped = above;
      above = row;
      row = swapped;
    }
  }

  private static void checkFilter(int filter) throws ImageFormatException {
    if (filter < 0 || filter > PngFilter.LAST) {
      throw new ImageFormatException(
          "the PNG file is damaged: row filter " + filter + " does not exist");
    }
  }

  private void unfilter(int filter, byte[] row, byte[] above) throws ImageFormatException {
    checkFilter(filter);
    int step = Math.max(1, header.bitsPerPixel() / 8);
    for (int i = 0; i < row.length; i++) {
      int left = i < step ? 0 : row[i - step] & 0xff;
      int up = above[i] & 0xff;
      int corner = i < step ? 0 : above[i - step] & 0xff;
      row[i] +=
          (byte)
              switch (filter) {
                case 0 -> 0;
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                default -> PngFilter.predict(left, up, corner);
              };
    }
  }
}
