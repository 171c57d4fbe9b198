package dev.easel.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The inputs that each target begins with: one for each thing it reads, and what once broke it. */
final class Corpus {

  private static final Path FOLDER = Path.of("src/test/corpus");

  private Corpus() {}

  /** Where a target's inputs lie; those of pictures are headers' as well. */
  static List<Path> folders(Target target) {
    if (target == Target.HEADERS) {
      return Stream.of(Target.PNG, Target.GIF, Target.BMP, Target.JPEG, Target.WEBP, target)
          .map(Corpus::folder)
          .filter(Files::isDirectory)
          .toList();
    }
    return List.of(folder(target));
  }

  private static Path folder(Target target) {
    return FOLDER.resolve(target.label());
  }

  /** The inputs under their names. */
  static Map<String, byte[]> inputs(Target target) {
    Map<String, byte[]> inputs = new TreeMap<>();
    for (Path folder : folders(target)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          inputs.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return inputs;
  }
}
