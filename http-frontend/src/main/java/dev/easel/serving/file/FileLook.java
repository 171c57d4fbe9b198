package dev.easel.serving.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One look at the files of many servables: what they share is looked at once.
 *
 * <p><b>Threads</b>: one.
 */
public final class FileLook {
  private final Map<Path, FileState> roots = new HashMap<>();

  /** What {@code paths} and everything below them look like. */
  public FileState at(Iterable<Path> paths, FileState before) {
    FileState all = FileState.NONE;
    for (Path path : paths) {
      FileState one = roots.computeIfAbsent(path, root -> FileState.look(root, before));
      all = all.files().isEmpty() ? one : one.files().isEmpty() ? all : one.plus(all);
    }
    return all;
  }
}
