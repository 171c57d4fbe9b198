package dev.easel.genai.check;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The words for files that cannot be used, and the reasons that any file may have. */
final class WrongFile {
  private static final String POINTER = "version https://git-lfs.github.com/spec/";

  private WrongFile() {}

  static GenAiException because(Path file, String reason) {
    return new GenAiException(file + " " + reason);
  }

  static GenAiException unreadable(Path file, IOException e) {
    return new GenAiException(file + " cannot be read: " + e.getMessage(), e);
  }

  /** Refuses a file that is not there, has nothing in it or only points to where it is. */
  static void checkPresent(Path file) {
    if (!Files.isRegularFile(file)) {
      throw because(file, "is missing");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      checkContent(file, channel);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The same for a file that is open. */
  static void checkContent(Path file, FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      throw because(file, "is empty; its download has failed, or it is being written");
    }
    ByteBuffer begin = ByteBuffer.allocate(POINTER.length());
    while (begin.hasRemaining() && channel.read(begin, begin.position()) > 0) {
      // until it is full or the file ends
    }
    if (StandardCharsets.US_ASCII.decode(begin.flip()).toString().equals(POINTER)) {
      throw because(file, "is a Git LFS pointer, not the file itself; git lfs pull fetches it");
    }
  }
}
