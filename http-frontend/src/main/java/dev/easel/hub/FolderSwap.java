package dev.easel.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that is filled beside the place where it belongs, and takes its name when it is whole:
 * whoever looks, also after a crash, sees a whole folder or none.
 *
 * @param target where the folder belongs
 * @param staging where it is filled
 */
public record FolderSwap(Path target, Path staging) {

  /**
   * A swap for a folder; what an earlier attempt has disconnected in the staging folder stays.
   *
   * @param purpose ends the staging folder's name, so that two kinds of attempts do not meet
   */
  public static FolderSwap of(Path target, String purpose) {
    Path whole = target.toAbsolutePath().normalize();
    return new FolderSwap(whole, whole.resolveSibling("." + whole.getFileName() + "." + purpose));
  }

  /** Gives the staging folder the target's name; what was there before is deleted. */
  public void finish() throws IOException {
    Path old = old();
    delete(old);
    if (Files.exists(target)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  /**
   * Puts back what a crash between the two moves of {@link #finish} has disconnected without its
   * name.
   */
  public void recover() throws IOException {
    if (Files.isDirectory(old()) && !Files.exists(target)) {
      Files.move(old(), target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path old() {
    return staging.resolveSibling(staging.getFileName() + ".old");
  }

  /** Deletes a folder with everything in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
