package dev.easel.calculators.generate.tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells models apart by the names and sizes of their networks' files. How fast a network is follows
 * from its layers and not from its weights, so nothing large is read, and a copy in another folder
 * is the same model.
 */
public final class ModelDigest {

  private static final int DEPTH = 3;

  private ModelDigest() {}

  /** Of the model in a folder; a folder that cannot be read is like no other. */
  public static String of(Path folder) {
    MessageDigest digest = TuningKey.sha256();
    try (Stream<Path> found = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files = found.filter(ModelDigest::isNetwork).sorted().toList();
      for (Path file : files) {
        String line = folder.relativize(file) + " " + Files.size(file) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | UncheckedIOException e) {
      return "unreadable: " + folder;
    }
  }

  private static boolean isNetwork(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".xml") || name.endsWith(".bin") || name.equals("model_index.json");
  }
}
