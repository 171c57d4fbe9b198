package dev.easel.calculators.generate.tuning;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of records, a file for each key.
 *
 * <p><b>Threads</b>: any, also of several processes: a file is put in place whole.
 *
 * <p><b>Failure</b>: a file that cannot be read, or is none of this version, is like none; the log
 * says so. Writing fails with a status that names the folder.
 */
public final class TuningStore {

  private static final System.Logger LOG = System.getLogger("dev.easel.calculators.generate");

  /** More than any record has. */
  private static final long MOST_BYTES = 1 << 20;

  private final Path folder;

  /** A store in a folder, which need not be there. */
  public TuningStore(Path folder) {
    this.folder = folder;
  }

  /** Where the record of a key is, or would be. */
  public Path file(TuningKey key) {
    return folder.resolve(key.fileName());
  }

  /** The record of a key. */
  public Optional<TuningRecord> find(TuningKey key) {
    Path file = file(key);
    // Files may be copied to other machines under the names that they have.
    return read(file)
        .filter(
            record -> {
              boolean isOwn = record.key().equals(key);
              if (!isOwn) {
                LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} holds for something else and is not used",
                    file);
              }
              return isOwn;
            });
  }

  /** Every record that can be read. */
  public List<TuningRecord> all() {
    List<TuningRecord> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .forEach(file -> read(file).ifPresent(all::add));
    } catch (IOException | UncheckedIOException e) {
      return all; // no folder, no records
    }
    return all;
  }

  private static Optional<TuningRecord> read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException("it is larger than any record");
      }
      return Optional.of(RecordJson.read(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} is not used, easel tune writes it anew: {1}",
          file,
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Puts a record in the place of the one that was there. */
  public void write(TuningRecord record) {
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "record", ".new");
      try {
        Files.write(fresh, RecordJson.write(record));
        Files.move(
            fresh,
            file(record.key()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION,
          "the record cannot be written into %s: %s".formatted(folder, e),
          e);
    }
  }
}
