package dev.easel.framework.trace;

import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.ProfilerConfig;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The files of one log, each so many records long and so many in turn.
 *
 * <p><b>Threads:</b> one at a time.
 *
 * <p><b>Ownership:</b> of all logs of this Java machine with the same path, one has the files, from
 * its {@link #claim} to its {@link #release}; else their records would run into each other.
 */
final class TraceFiles {
  private static final int DEFAULT_FILES = 2;
  private static final int DEFAULT_RECORDS = 10;
  private static final String PREFIX = "mediapipe_trace_";

  private final String path;
  private final int records;
  private final int files;
  private @Nullable FileChannel claim;
  private long written;

  TraceFiles(ProfilerConfig config) {
    path =
        config.getTraceLogPath().isEmpty()
            ? Path.of(System.getProperty("java.io.tmpdir"), PREFIX).toString()
            : config.getTraceLogPath();
    records =
        config.getTraceLogIntervalCount() > 0 ? config.getTraceLogIntervalCount() : DEFAULT_RECORDS;
    files = config.getTraceLogCount() > 0 ? config.getTraceLogCount() : DEFAULT_FILES;
  }

  /** Whether the files are this log's: nobody else has them. */
  boolean claim() throws IOException {
    if (claim != null) {
      return true;
    }
    FileChannel first =
        FileChannel.open(file(0), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      // Beyond what is ever written, for systems where locked bytes cannot be written.
      if (first.tryLock(Long.MAX_VALUE - 1, 1, false) != null) {
        claim = first;
      }
    } catch (OverlappingFileLockException e) {
      // Another log of this Java machine has them.
    } catch (IOException e) {
      // A file system without locks cannot say who else writes.
      claim = first;
    } finally {
      if (claim == null) {
        first.close();
      }
    }
    return claim != null;
  }

  void release() throws IOException {
    if (claim != null) {
      FileChannel first = claim;
      claim = null;
      first.close();
    }
  }

  /** Whether the next record begins a file. */
  boolean isAtBegin() {
    return written % records == 0;
  }

  /** Writes a record; if that fails, the next one begins a new file. */
  void write(GraphProfile record) throws IOException {
    boolean append = !isAtBegin();
    Path file = file((int) (written / records % files));
    // Unlike a channel's, its writing does not mind that the thread is interrupted.
    try (FileOutputStream out = new FileOutputStream(file.toFile(), append)) {
      out.write(record.toByteArray());
      written++;
    } catch (IOException e) {
      written = (written / records + 1) * records;
      throw e;
    }
  }

  private Path file(int number) {
    return Path.of(path + number + ".binarypb");
  }
}
