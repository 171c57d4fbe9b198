package dev.easel.genai.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a model as they were at one moment: whether anything about them has changed.
 *
 * @param files what tells one state of a file from another, by path
 */
record FolderState(Map<Path, String> files) {
  private static final int DEPTH = 4;
  private static final int MOST_FILES = 10_000;

  /** Looks at folders and files; what is not there is no part of the state. */
  static FolderState of(List<Path> roots) {
    Map<Path, String> files = new TreeMap<>();
    for (Path root : roots) {
      try (Stream<Path> found = Files.walk(root, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
        found.limit(MOST_FILES).forEach(file -> look(file, files));
      } catch (IOException | UncheckedIOException e) {
        // It may come.
      }
    }
    return new FolderState(files);
  }

  private static void look(Path file, Map<Path, String> files) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      if (seen.isRegularFile()) {
        files.put(file, seen.size() + " " + seen.lastModifiedTime() + " " + seen.fileKey());
      }
    } catch (IOException e) {
      // It went away meanwhile.
    }
  }
}
