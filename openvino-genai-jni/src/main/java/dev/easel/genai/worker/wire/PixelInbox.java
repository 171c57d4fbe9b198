package dev.easel.genai.worker.wire;

import dev.easel.genai.worker.proto.Images;
import dev.easel.picture.PixelMemory;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The side of a file in memory that is read.
 *
 * <p><b>Threads</b>: any that nobody interrupts; an interrupt would close the file.
 *
 * <p><b>Ownership</b>: closes the file, which is gone when both sides have closed it.
 *
 * <p><b>Failure</b>: {@link IOException} for a place that does not hold what was said of it.
 */
public final class PixelInbox implements AutoCloseable {
  private final FileChannel file;
  private final PixelMemory memory = new PixelMemory();

  private PixelInbox(FileChannel file) {
    this.file = file;
  }

  /** Opens a file that is there. */
  public static PixelInbox open(Path path) throws IOException {
    return new PixelInbox(FileChannel.open(path, StandardOpenOption.READ));
  }

  /** Reads images; the caller closes them. */
  public RgbImages read(Images images) throws IOException {
    long offset = images.getPlace().getOffset();
    int bytes = bytes(images);
    if (offset + bytes > file.size()) {
      throw new IOException("images of " + bytes + " bytes end before that");
    }
    ByteBuffer pixels = memory.take(bytes);
    pixels.clear();
    while (pixels.hasRemaining()) {
      if (file.read(pixels, offset + pixels.position()) < 0) {
        throw new IOException("images of " + pixels.capacity() + " bytes end before that");
      }
    }
    return RgbImages.lent(images.getCount(), images.getHeight(), images.getWidth(), pixels, memory);
  }

  /** What the other side says is looked at before memory is taken for it. */
  private static int bytes(Images images) throws IOException {
    try {
      int bytes = RgbImages.bytes(images.getCount(), images.getHeight(), images.getWidth());
      if (images.getCount() > 0
          && images.getHeight() > 0
          && images.getWidth() > 0
          && images.getPlace().getOffset() >= 0
          && images.getPlace().getBytes() == bytes) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new IOException(
        "%d images of %dx%d in %d bytes"
            .formatted(
                images.getCount(),
                images.getWidth(),
                images.getHeight(),
                images.getPlace().getBytes()));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
