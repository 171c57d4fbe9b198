package dev.easel.calculators.image.webp;

import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.WebpHeader;
import dev.easel.calculators.image.pixel.PixelSink;
import dev.easel.calculators.image.pixel.PixelSource;
import dev.easel.calculators.image.webp.lossless.LosslessRows;
import dev.easel.calculators.image.webp.lossy.LossyRows;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decodes WebP files, lossy and lossless, of an animation the first frame. The pixels are those of
 * libwebp.
 *
 * <p><b>Threads</b>: immutable; any thread may decode at any time.
 *
 * <p><b>Failure</b>: {@link ImageFormatException} when the file is damaged.
 */
public final class WebpDecoder implements PixelSource {

  private final WebpHeader header;
  private final Runnable check;

  /**
   * Reads the header; decodes no pixel.
   *
   * @param check called before each row of pixels and of what they are made of; what it throws ends
   *     the decoding
   */
  public WebpDecoder(ByteBuffer file, Runnable check) throws ImageFormatException {
    this.check = check;
    header = WebpHeader.read(file);
  }

  /** Reads every coded row into nothing, so that missing ones are found before memory is taken. */
  public void verify() throws ImageFormatException {
    Optional<AlphaRows> alpha = alpha();
    if (alpha.isPresent()) {
      alpha.get().verify();
    }
    if (header.isLossless()) {
      lossless().verify();
    } else {
      lossy().verify();
    }
  }

  @Override
  public void decode(PixelSink sink) throws ImageFormatException {
    if (header.isLossless()) {
      decodeLossless(sink);
      return;
    }
    Optional<AlphaRows> alpha = alpha();
    lossy()
        .decode(
            (y, rgba) -> {
              if (alpha.isPresent()) {
                alpha.get().fill(rgba);
              }
              emit(y, rgba, sink);
            });
  }

  private void decodeLossless(PixelSink sink) throws ImageFormatException {
    LosslessRows rows = lossless();
    byte[] rgba = new byte[4 * header.imageWidth()];
    int opaque = header.hasTransparency() ? 0 : 255;
    for (int y = 0; y < header.imageHeight(); y++) {
      int[] row = rows.next();
      for (int x = 0; x < header.imageWidth(); x++) {
        rgba[4 * x] = (byte) (row[x] >> 16);
        rgba[4 * x + 1] = (byte) (row[x] >> 8);
        rgba[4 * x + 2] = (byte) row[x];
        rgba[4 * x + 3] = (byte) (row[x] >>> 24 | opaque);
      }
      emit(y, rgba, sink);
    }
  }

  private void emit(int y, byte[] rgba, PixelSink sink) {
    sink.accept(header.left(), 1, header.top() + y, rgba, header.imageWidth());
  }

  private LosslessRows lossless() throws ImageFormatException {
    return LosslessRows.of(header.image(), header.imageWidth(), header.imageHeight(), check);
  }

  private LossyRows lossy() throws ImageFormatException {
    return new LossyRows(header.image(), header.imageWidth(), header.imageHeight(), check);
  }

  private Optional<AlphaRows> alpha() throws ImageFormatException {
    if (header.opacity().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AlphaRows(header.opacity().get(), header.imageWidth(), header.imageHeight(), check));
  }
}
