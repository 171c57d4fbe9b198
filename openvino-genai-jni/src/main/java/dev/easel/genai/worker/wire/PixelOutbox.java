package dev.easel.genai.worker.wire;

import dev.easel.genai.worker.proto.Images;
import dev.easel.genai.worker.proto.PixelPlace;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The side of a file in memory that is written: whoever writes chooses the places, and the reader
 * tells when it has read one.
 *
 * <p>The file is written and read, and never mapped: a process that maps a file which another one
 * may cut ends when that happens, and a full file system is then no error but its end.
 *
 * <p><b>Threads</b>: any that nobody interrupts; an interrupt would close the file.
 *
 * <p><b>Ownership</b>: closes the file, which is gone when both sides have closed it.
 */
public final class PixelOutbox implements AutoCloseable {
  /** So much of the file stays when nothing is in it: pages that are made anew cost time. */
  private static final long KEPT_BYTES = 4 << 20;

  private final FileChannel file;

  /** Where the places in use end, by where they begin. */
  private final TreeMap<Long, Long> places = new TreeMap<>();

  private PixelOutbox(FileChannel file) {
    this.file = file;
  }

  /** Opens a file that is there. */
  public static PixelOutbox open(Path path) throws IOException {
    return new PixelOutbox(FileChannel.open(path, StandardOpenOption.WRITE));
  }

  /** Writes images, and says where they are. */
  public Images write(RgbImages images) throws IOException {
    return write(images, images.pixels());
  }

  /** The same with pixels that were taken out before. */
  public Images write(RgbImages images, ByteBuffer pixels) throws IOException {
    int bytes = pixels.remaining();
    long offset = take(bytes);
    try {
      long position = offset;
      while (pixels.hasRemaining()) {
        position += file.write(pixels, position);
      }
    } catch (IOException e) {
      free(offset);
      throw e;
    }
    return Images.newBuilder()
        .setCount(images.count())
        .setHeight(images.height())
        .setWidth(images.width())
        .setPlace(PixelPlace.newBuilder().setOffset(offset).setBytes(bytes))
        .build();
  }

  /** The first gap that is large enough. */
  private synchronized long take(long bytes) {
    long offset = 0;
    for (Map.Entry<Long, Long> place : places.entrySet()) {
      if (place.getKey() - offset >= bytes) {
        break;
      }
      offset = place.getValue();
    }
    places.put(offset, offset + bytes);
    return offset;
  }

  /** The place that begins there has been read; what lies far behind the last is given back. */
  public synchronized void free(long offset) throws IOException {
    if (places.remove(offset) != null) {
      long used = places.isEmpty() ? 0 : places.lastEntry().getValue();
      file.truncate(Math.max(used, KEPT_BYTES));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
