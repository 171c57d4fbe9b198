package dev.easel.hub;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A file as the hub lists it.
 *
 * @param path its path within the repository, with {@code /}
 * @param size its length in bytes
 * @param sha256 the hash of its content, for files that the hub keeps in its large file store
 * @param gitHash git's hash of its content, for all others
 */
record HubFile(String path, long size, Optional<String> sha256, Optional<String> gitHash) {

  /** Refuses names that would leave the folder that they are written to. */
  HubFile {
    if (isUnsafe(path)) {
      throw new StatusException(
          StatusCode.PERMISSION_DENIED,
          "the hub lists a file named '" + path + "', which does not stay in the model's folder");
    }
    if (size < 0) {
      throw new StatusException(
          StatusCode.DATA_LOSS, "the hub lists '" + path + "' with a size of " + size);
    }
  }

  private static boolean isUnsafe(String path) {
    boolean hasOddName =
        path.isEmpty()
            || path.startsWith("/")
            || path.contains("\\")
            || path.contains(":")
            || path.chars().anyMatch(c -> c < ' ');
    return hasOddName
        || Arrays.stream(path.split("/", -1))
            .anyMatch(
                part ->
                    part.isEmpty()
                        || part.equals(".")
                        || part.equals("..")
                        || part.toLowerCase(Locale.ROOT).equals(".git"));
  }

  /** Where the file goes below {@code folder}. */
  Path in(Path folder) {
    try {
      return folder.resolve(path);
    } catch (InvalidPathException e) {
      throw new StatusException(
          StatusCode.PERMISSION_DENIED, "the hub lists a file named '" + path + "'", e);
    }
  }
}
