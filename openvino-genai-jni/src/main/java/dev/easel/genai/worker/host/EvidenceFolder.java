package dev.easel.genai.worker.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps what is known of processes that ended, the newest of it.
 *
 * <p><b>Threads</b>: any.
 */
public final class EvidenceFolder {
  /** Each death takes up to two files. */
  private static final int MOST_FILES = 40;

  private static final Pattern OWN_NAME =
      Pattern.compile("(\\d{8}-\\d{6}-\\d{3}-\\d+|easel-worker-.*)\\.(txt|hs_err\\.log)");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

  private final Path folder;

  /** Keeps evidence in a folder, which is made when there is some. */
  public EvidenceFolder(Path folder) {
    this.folder = folder;
  }

  /** Where Java is to write of a process's crash, until {@link #keep} gives it a better name. */
  Path crashReport(String process) {
    try {
      Files.createDirectories(folder);
      return folder.resolve(process + ".hs_err.log");
    } catch (IOException e) {
      return Path.of("/dev/null");
    }
  }

  /**
   * Keeps the evidence of one death.
   *
   * @param crashReport Java's own account, which is moved here if there is one
   * @return the file, unless it cannot be written
   */
  synchronized Optional<Path> keep(long process, List<String> lines, Path crashReport) {
    String name = TIME.format(ZonedDateTime.now(ZoneOffset.UTC)) + "-" + process;
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(name + ".txt");
      Files.write(file, lines);
      if (Files.isRegularFile(crashReport)) {
        Path kept = folder.resolve(name + ".hs_err.log");
        Files.move(crashReport, kept, StandardCopyOption.REPLACE_EXISTING);
      }
      trim();
      return Optional.of(file);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // a full disk must not make it worse
    }
  }

  private static long age(Path file) {
    return -file.toFile().lastModified();
  }

  private void trim() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> newestFirst =
          files
              .filter(file -> OWN_NAME.matcher(file.getFileName().toString()).matches())
              .sorted(Comparator.comparingLong(EvidenceFolder::age))
              .toList();
      for (Path old :
          newestFirst.subList(Math.min(MOST_FILES, newestFirst.size()), newestFirst.size())) {
        Files.deleteIfExists(old);
      }
    }
  }
}
