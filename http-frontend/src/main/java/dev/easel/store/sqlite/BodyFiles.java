package dev.easel.store.sqlite;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps large request bodies in files of their own: written by whoever submits, so that they hold
 * up nobody else's commit, and on the disk before their task is.
 */
final class BodyFiles {
  /** Smaller bodies stand in the database. */
  static final int LARGE = 128 * 1024;

  private final Path folder;

  BodyFiles(Path store) {
    folder = store.resolve("bodies");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException(StoreFailure.DAMAGED, folder + " cannot be made: " + e, e);
    }
  }

  void write(String id, byte[] bytes) {
    Path file = folder.resolve(id);
    try {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    } catch (IOException e) {
      remove(id);
      throw new StoreException(
          StoreFailure.NO_ROOM, "a request cannot be written to " + folder + ": " + e, e);
    }
  }

  /** Empty when its task has ended meanwhile. */
  Optional<byte[]> read(String id) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(id)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException(
          StoreFailure.DAMAGED, "a request cannot be read from " + folder + ": " + e, e);
    }
  }

  void remove(String id) {
    try {
      Files.deleteIfExists(folder.resolve(id));
    } catch (IOException e) {
      // The next opening of the store removes it.
    }
  }

  /** Removes what a crash has left without a task. */
  void removeUnless(Predicate<String> isNeeded) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      names.stream().filter(isNeeded.negate()).forEach(this::remove);
    } catch (IOException e) {
      throw new StoreException(StoreFailure.DAMAGED, folder + " cannot be read: " + e, e);
    }
  }
}
