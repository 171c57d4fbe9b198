package dev.easel.task.batch;

import dev.easel.task.file.FileShelf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The lines of a file that are not blank, one after another; no more than one of them is held.
 *
 * <p><b>Threads</b>: one.
 */
final class InputLines {
  private final FileShelf.Reading reading;
  private final int longest;
  private ByteBuffer piece = ByteBuffer.allocate(0);
  private boolean isOver;

  /** Of a line that is longer than {@code longest} bytes, one byte more than that is kept. */
  InputLines(FileShelf.Reading reading, int longest) {
    this.reading = reading;
    this.longest = longest;
  }

  /** The next line; empty after the last. */
  Optional<byte[]> next() {
    while (!isOver || piece.hasRemaining()) {
      byte[] line = read();
      if (!isBlank(line)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private byte[] read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (!piece.hasRemaining()) {
        Optional<ByteBuffer> more = isOver ? Optional.empty() : reading.next();
        isOver = more.isEmpty();
        if (isOver) {
          return line.toByteArray();
        }
        piece = more.get();
      }
      byte next = piece.get();
      if (next == '\n') {
        return line.toByteArray();
      }
      // One more than is allowed shows that it is too long.
      if (line.size() <= longest) {
        line.write(next);
      }
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\r' && each != '\t') {
        return false;
      }
    }
    return true;
  }
}
