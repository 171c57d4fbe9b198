package dev.easel.calculators.image.webp.lossless;

import dev.easel.calculators.image.header.ImageFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a lossless image, from the top one on.
 *
 * <p><b>Threads</b>: one at a time.
 *
 * <p><b>Failure</b>: {@link ImageFormatException} when the image is damaged or cut off.
 */
public final class LosslessRows {

  private static final int HEAD_BITS = 14;
  private static final int PREDICTOR = 0;
  private static final int COLOR = 1;
  private static final int GREEN = 2;
  private static final int PALETTE = 3;

  private final List<Transform> transforms = new ArrayList<>();
  private final PixelReader pixels;
  private final int[] row;
  private final int height;
  private final Runnable check;
  private int y;

  private LosslessRows(LosslessBits in, int width, int height, Runnable check)
      throws ImageFormatException {
    this.height = height;
    this.check = check;
    int coded = readTransforms(in, width);
    pixels = new PixelReader(in, coded, height, true, check);
    row = new int[Math.max(width, coded)];
  }

  /**
   * The image of a file.
   *
   * @param content a {@code VP8L} chunk's, of this width and height
   * @param check called before each row; what it throws ends the decoding
   */
  public static LosslessRows of(ByteBuffer content, int width, int height, Runnable check)
      throws ImageFormatException {
    LosslessBits in = new LosslessBits(content);
    in.read(8);
    in.read(HEAD_BITS);
    in.read(HEAD_BITS);
    in.readBit();
    if (in.read(3) != 0) {
      throw LosslessBits.damaged();
    }
    return new LosslessRows(in, width, height, check);
  }

  /** The same without a head, as opacities are kept. */
  public static LosslessRows ofOpacity(ByteBuffer content, int width, int height, Runnable check)
      throws ImageFormatException {
    return new LosslessRows(new LosslessBits(content), width, height, check);
  }

  private int readTransforms(LosslessBits in, int width) throws ImageFormatException {
    int coded = width;
    int seen = 0;
    while (in.readBit()) {
      int kind = in.read(2);
      if ((seen >> kind & 1) != 0) {
        throw LosslessBits.damaged();
      }
      seen |= 1 << kind;
      switch (kind) {
        case PREDICTOR, COLOR -> {
          int bits = 2 + in.read(3);
          int[] tiles =
              PixelReader.read(
                  in, PixelReader.tiles(coded, bits), PixelReader.tiles(height, bits), check);
          transforms.add(
              0,
              kind == PREDICTOR
                  ? new Predictor(coded, bits, tiles)
                  : new ColorTransform(coded, bits, tiles));
        }
        case GREEN -> transforms.add(0, LosslessRows::addGreen);
        case PALETTE -> {
          int colors = 1 + in.read(8);
          int bits = Palette.bits(colors);
          transforms.add(0, new Palette(PixelReader.read(in, colors, 1, check), coded, bits));
          coded = PixelReader.tiles(coded, bits);
        }
        default -> throw LosslessBits.damaged();
      }
    }
    return coded;
  }

  private static int[] addGreen(int y, int[] row) {
    for (int x = 0; x < row.length; x++) {
      int green = row[x] >> 8 & 0xff;
      row[x] = Predictor.add(row[x], green << 16 | green);
    }
    return row;
  }

  /** Reads every row into nothing, so that missing pixels are found before memory is taken. */
  public void verify() throws ImageFormatException {
    for (; y < height; y++) {
      check.run();
      pixels.readRow(y, row);
    }
  }

  /** The next row, as opacity, red, green and blue; valid until the next call. */
  public int[] next() throws ImageFormatException {
    check.run();
    pixels.readRow(y, row);
    int[] undone = row;
    for (Transform transform : transforms) {
      undone = transform.undo(y, undone);
    }
    y++;
    return undone;
  }
}
