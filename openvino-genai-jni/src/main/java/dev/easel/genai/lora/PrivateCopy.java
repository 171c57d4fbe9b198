package dev.easel.genai.lora;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A copy of a file that nobody else knows. GenAI maps an adapter's file into memory and reads it
 * whenever it applies the adapter; whoever writes over the file meanwhile, or cuts it, would change
 * what is read or end the process.
 *
 * <p><b>Ownership</b>: closing removes the file's name; what is mapped stays until it is let go.
 */
final class PrivateCopy implements AutoCloseable {
  private final Path path;

  private PrivateCopy(Path path) {
    this.path = path;
  }

  static PrivateCopy of(Path file) {
    try {
      PrivateCopy copy = new PrivateCopy(Files.createTempFile("easel-lora-", ".safetensors"));
      try {
        Files.copy(file, copy.path, StandardCopyOption.REPLACE_EXISTING);
        return copy;
      } catch (IOException e) {
        copy.close();
        throw e;
      }
    } catch (IOException e) {
      throw new GenAiException(file + " cannot be copied to be read: " + e, e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
