package dev.easel.serving.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which OpenVINO keeps compiled models; it grows with every model and device, so what
 * was not used for the longest time is deleted once it is too large.
 *
 * <p><b>Threads</b>: any; one trims at a time.
 */
final class CompileCache {
  private static final Logger LOG = LoggerFactory.getLogger(CompileCache.class);

  private final Optional<Path> folder;
  private final long limit;

  CompileCache(LoadLimits limits) {
    this.folder = limits.cacheDirectory();
    this.limit = limits.cacheBytes();
  }

  private record Blob(Path file, long size, long usedMillis) {}

  /** Deletes until the folder is small enough; other files than OpenVINO's stay. */
  synchronized void trim() {
    if (limit == 0 || folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return;
    }
    List<Blob> blobs = blobs(folder.get());
    long size = blobs.stream().mapToLong(Blob::size).sum();
    for (Blob blob : blobs) {
      if (size <= limit) {
        return;
      }
      try {
        Files.deleteIfExists(blob.file());
        size -= blob.size();
      } catch (IOException e) {
        LOG.warn("the compiled model {} cannot be deleted: {}", blob.file(), e.toString());
      }
    }
  }

  /** The longest unused first. */
  private static List<Blob> blobs(Path folder) {
    List<Blob> blobs = new ArrayList<>();
    try (Stream<Path> found = Files.walk(folder)) {
      found.filter(CompileCache::isBlob).forEach(file -> blobs.add(blob(file)));
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("the folder of compiled models cannot be read: {}", e.toString());
    }
    blobs.sort(Comparator.comparingLong(Blob::usedMillis));
    return blobs;
  }

  private static boolean isBlob(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".blob") || name.endsWith(".cl_cache");
  }

  private static Blob blob(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      long read = now.lastAccessTime().toMillis();
      return new Blob(file, now.size(), Math.max(read, now.lastModifiedTime().toMillis()));
    } catch (IOException e) {
      return new Blob(file, 0, 0);
    }
  }
}
