package dev.easel.bench.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** How long a disk takes to have a few bytes for good. */
final class DiskSync {
  private static final int WRITES = 300;
  private static final int BYTES = 4096;

  private DiskSync() {}

  static double micros(Path folder) {
    long[] nanos = new long[WRITES];
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("sync"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      for (int i = 0; i < WRITES; i++) {
        long start = System.nanoTime();
        file.write(ByteBuffer.allocate(BYTES));
        file.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Arrays.sort(nanos);
    return nanos[WRITES / 2] / 1e3;
  }
}
