package dev.easel.picture;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Images of one size in direct memory: bytes of red, green and blue, row by row, one image after
 * another (NHWC).
 *
 * <p><b>Threads</b>: any; who writes and who reads have to agree.
 *
 * <p><b>Ownership</b>: they belong to who made them until they are sent in a packet; from then on
 * they are, as every packet's value, everybody's: nobody writes into them, and who receives them
 * does not close them. Closing is not needed: the garbage collector frees the memory of those that
 * nobody holds. It gives the memory of images that were lent back at once, for the next of their
 * size, so a buffer taken from them must not be read any more. So close those that nobody else
 * holds: a call's result that was not sent on, or what a graph's last reader of it has read.
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
      int count,
      int height,
      int width,
      ByteBuffer pixels,
      boolean writable,
      Optional<PixelMemory> memory) {
    this.count = count;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.memory = memory;
    this.writable = writable;
  }

  /** Images to be filled in, for input. */
  public static RgbImages allocate(int count, int height, int width) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(bytes(count, height, width));
    return new RgbImages(count, height, width, pixels, true, Optional.empty());
  }

  /**
   * Images in memory that was lent, and goes back when they are closed.
   *
   * @param pixels all of them, filled in
   * @param memory who lent it
   */
  public static RgbImages lent(
      int count, int height, int width, ByteBuffer pixels, PixelMemory memory) {
    return new RgbImages(count, height, width, pixels, false, Optional.of(memory));
  }

  /**
   * Images to be filled in, in memory that is lent and goes back when they are closed: cheaper than
   * {@link #allocate} for who makes many of one size. What they show is left from its last use.
   *
   * @param memory who lends it
   */
  public static RgbImages lent(int count, int height, int width, PixelMemory memory) {
    ByteBuffer pixels = memory.take(bytes(count, height, width));
    return new RgbImages(count, height, width, pixels, true, Optional.of(memory));
  }

  /**
   * How many bytes so many images have.
   *
   * @throws IllegalArgumentException when a number is below 1, or when they are more than a buffer
   *     holds
   */
  public static int bytes(int count, int height, int width) {
    atLeastOne("count", count);
    atLeastOne("height", height);
    atLeastOne("width", width);
    try {
      return Math.multiplyExact(
          Math.multiplyExact(count, CHANNELS), Math.multiplyExact(height, width));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          count + " pictures of " + width + "x" + height + " are more than 2 GiB", e);
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
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

  /** All images, from position 0; read-only for those that came filled in. */
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
