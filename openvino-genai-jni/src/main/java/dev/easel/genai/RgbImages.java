package dev.easel.genai;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.bridge.PixelMemory;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Images of one size in direct memory: bytes of red, green and blue, row by row, one image after
 * another (NHWC).
 *
 * <p><b>Threads</b>: any; who writes and who reads have to agree.
 *
 * <p><b>Ownership</b>: whoever gets it closes it. A result's memory is then used for a later
 * result, so a buffer taken from it must not be read any more.
 *
 * <p><b>Failure</b>: {@link IllegalStateException} after close.
 */
public final class RgbImages implements AutoCloseable {
  private static final int CHANNELS = 3;

  private final int count;
  private final int height;
  private final int width;
  private final boolean writable;
  private final Optional<PixelMemory> memory;
  private @Nullable ByteBuffer pixels;

  private RgbImages(
      int count, int height, int width, ByteBuffer pixels, Optional<PixelMemory> memory) {
    this.count = count;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.memory = memory;
    this.writable = memory.isEmpty();
  }

  /** Images to be filled in, for input. */
  public static RgbImages allocate(int count, int height, int width) {
    Checks.atLeast("count", count, 1);
    Checks.atLeast("height", height, 1);
    Checks.atLeast("width", width, 1);
    ByteBuffer pixels = ByteBuffer.allocateDirect(bytes(count, height, width));
    return new RgbImages(count, height, width, pixels, Optional.empty());
  }

  /**
   * Images in memory that was lent, and goes back when they are closed.
   *
   * @param pixels all of them, filled in
   * @param memory who lent it
   */
  public static RgbImages lent(
      int count, int height, int width, ByteBuffer pixels, PixelMemory memory) {
    return new RgbImages(count, height, width, pixels, Optional.of(memory));
  }

  /**
   * How many bytes so many images have.
   *
   * @throws IllegalArgumentException when they are more than a buffer holds
   */
  public static int bytes(int count, int height, int width) {
    try {
      return Math.multiplyExact(
          Math.multiplyExact(count, CHANNELS), Math.multiplyExact(height, width));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          count + " pictures of " + width + "x" + height + " are more than 2 GiB", e);
    }
  }

  /** How many images. */
  public int count() {
    return count;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** All images, from position 0; read-only unless they were {@linkplain #allocate allocated}. */
  public ByteBuffer pixels() {
    ByteBuffer view = open();
    return writable ? view.duplicate().clear() : view.asReadOnlyBuffer().clear();
  }

  /** One image, counted from 0; from position 0 of its own buffer. */
  public ByteBuffer image(int index) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("no picture " + index + " among " + count);
    }
    int size = bytes(1, height, width);
    return pixels().slice(index * size, size);
  }

  @Override
  public synchronized void close() {
    ByteBuffer closed = pixels;
    if (closed != null) {
      pixels = null;
      memory.ifPresent(lender -> lender.giveBack(closed));
    }
  }

  private synchronized ByteBuffer open() {
    if (pixels == null) {
      throw new IllegalStateException("the RgbImages are closed");
    }
    return pixels;
  }
}
