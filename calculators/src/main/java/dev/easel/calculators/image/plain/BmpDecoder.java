package dev.easel.calculators.image.plain;

import dev.easel.calculators.image.header.BmpHeader;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import java.nio.ByteBuffer;

/**
 * Decodes Windows bitmaps: of 1, 4, 8, 16, 24 and 32 bits a pixel, plain, masked and run-length
 * coded.
 *
 * <p><b>Threads</b>: immutable; any thread may decode at any time.
 *
 * <p><b>Failure</b>: {@link ImageFormatException} when the file is damaged.
 */
public final class BmpDecoder implements PixelSource {

  private final BmpHeader header;
  private final Runnable check;

  /**
   * Reads a file's headers.
   *
   * @param check called before each row; what it throws ends the decoding
   */
  public BmpDecoder(ByteBuffer file, Runnable check) throws ImageFormatException {
    this.header = BmpHeader.read(file);
    this.check = check;
    if (header.isPacked()) {
      new PackedRows(header).skipAll();
    }
  }

  @Override
  public void decode(PixelSink sink) throws ImageFormatException {
    byte[] rgba = new byte[header.width() * 4];
    PackedRows packed = new PackedRows(header);
    for (int y = 0; y < header.height(); y++) {
      check.run();
      if (header.isPacked()) {
        colors(packed.next(), rgba);
      } else {
        plain(y, rgba);
      }
      int shown = header.isTopDown() ? y : header.height() - 1 - y;
      sink.accept(0, 1, shown, rgba, header.width());
    }
  }

  private void colors(byte[] numbers, byte[] rgba) {
    for (int x = 0; x < header.width(); x++) {
      color(numbers[x] & 0xff, rgba, x);
    }
  }

  private void color(int number, byte[] rgba, int x) {
    int at = number * header.colorBytes();
    boolean isKnown = at + 2 < header.palette().limit(); // what is not is black, as viewers have it
    for (int i = 0; i < 3; i++) {
      rgba[4 * x + i] = isKnown ? header.palette().get(at + 2 - i) : 0;
    }
    rgba[4 * x + 3] = (byte) 255;
  }

  private void plain(int y, byte[] rgba) {
    int rowBytes = (int) (((long) header.width() * header.bits() + 31) / 32 * 4);
    int start = y * rowBytes;
    ByteBuffer data = header.data();
    for (int x = 0; x < header.width(); x++) {
      switch (header.bits()) {
        case 16 -> masked(data.getShort(start + 2 * x) & 0xffff, rgba, x);
        case 24 -> {
          for (int i = 0; i < 3; i++) {
            rgba[4 * x + i] = data.get(start + 3 * x + 2 - i);
          }
          rgba[4 * x + 3] = (byte) 255;
        }
        case 32 -> masked(data.getInt(start + 4 * x), rgba, x);
        default -> {
          int bit = x * header.bits();
          int shift = 8 - header.bits() - bit % 8;
          int mask = (1 << header.bits()) - 1;
          color((data.get(start + bit / 8) >> shift) & mask, rgba, x);
        }
      }
    }
  }

  private void masked(int pixel, byte[] rgba, int x) {
    BmpHeader.Masks masks = header.masks();
    rgba[4 * x] = sample(pixel, masks.red());
    rgba[4 * x + 1] = sample(pixel, masks.green());
    rgba[4 * x + 2] = sample(pixel, masks.blue());
    rgba[4 * x + 3] = masks.alpha() == 0 ? (byte) 255 : sample(pixel, masks.alpha());
  }

  /** A sample of any number of bits as one of 8. */
  private static byte sample(int pixel, int mask) {
    int shift = Integer.numberOfTrailingZeros(mask);
    long most = mask == 0 ? 1 : (mask >>> shift) & 0xffffffffL;
    long value = mask == 0 ? 0 : ((pixel & mask) >>> shift) & 0xffffffffL;
    return (byte) ((value * 255 + most / 2) / most);
  }
}
