package dev.easel.framework.resource;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Files, and whatever stands for them, that calculators and subgraphs read by name.
 *
 * <p><b>Threads:</b> any.
 */
@FunctionalInterface
public interface Resources {
  /**
   * The content of a resource.
   *
   * <p><b>Failure:</b> {@code NOT_FOUND} when there is none of this name or it cannot be read.
   */
  byte[] read(String name);

  /** The name under which the resource really stands, for messages and for native code. */
  default String resolve(String name) {
    return name;
  }

  /** Files; relative names start from {@code directory}. */
  static Resources in(Path directory) {
    return new Resources() {
      @Override
      public byte[] read(String name) {
        try {
          return Files.readAllBytes(directory.resolve(name));
        } catch (IOException | InvalidPathException e) {
          throw new StatusException(
              StatusCode.NOT_FOUND, "Failed to load resource: " + name + ": " + e, e);
        }
      }

      @Override
      public String resolve(String name) {
        return directory.resolve(name).toString();
      }
    };
  }

  /** The same, but a name that {@code mapping} knows stands for another one. */
  default Resources withMapping(Map<String, String> mapping) {
    Map<String, String> names = Map.copyOf(mapping);
    Resources all = this;
    return new Resources() {
      @Override
      public byte[] read(String name) {
        return all.read(names.getOrDefault(name, name));
      }

      @Override
      public String resolve(String name) {
        return all.resolve(names.getOrDefault(name, name));
      }
    };
  }
}
