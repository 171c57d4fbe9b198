package dev.easel.serving.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What files looked like at one moment.
 *
 * <p>Symbolic links are followed, so swapping a link shows. A file whose size, time and inode are
 * those of an earlier look is taken to be unchanged; otherwise its content counts, up to a size
 * beyond which rewriting a file is a change in itself.
 *
 * @param files the regular files found, by path
 */
public record FileState(Map<Path, Seen> files) {
  private static final long HASHED_BYTES = 64L << 20;
  private static final int DEPTH = 8;

  /** One file; two are the same when their content is. */
  record Seen(long size, FileTime time, String inode, String content) {
    private boolean isLike(BasicFileAttributes now) {
      return size == now.size()
          && time.equals(now.lastModifiedTime())
          && inode.equals(String.valueOf(now.fileKey()));
    }
  }

  public static final FileState NONE = new FileState(Map.of());

  /** Looks at several roots. */
  public static FileState look(Iterable<Path> roots, FileState before) {
    return new FileLook().at(roots, before);
  }

  /** Looks at {@code root} and everything below it; what is not there is left out. */
  public static FileState look(Path root, FileState before) {
    Optional<Seen> alone = see(root, before);
    if (alone.isPresent()) {
      return new FileState(Map.of(root, alone.get()));
    }
    if (!Files.isDirectory(root)) {
      return NONE;
    }
    Map<Path, Seen> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      found.forEach(path -> see(path, before).ifPresent(seen -> files.put(path, seen)));
    } catch (IOException | UncheckedIOException e) {
      // A file that goes away during the look is missing from it, as it will be from the next.
    }
    return new FileState(files);
  }

  /** How many bytes the files have together. */
  public long bytes() {
    return files.values().stream().mapToLong(Seen::size).sum();
  }

  /** How many bytes each file has. */
  public Map<Path, Long> sizes() {
    Map<Path, Long> sizes = new TreeMap<>();
    files.forEach((path, seen) -> sizes.put(path, seen.size()));
    return sizes;
  }

  /** Whether every file has the same content as in the other look. */
  public boolean isSameAs(FileState other) {
    if (!files.keySet().equals(other.files.keySet())) {
      return false;
    }
    return files.entrySet().stream()
        .allMatch(e -> e.getValue().content().equals(content(other, e.getKey())));
  }

  /** These files and, where they are no others, those of the other look. */
  public FileState plus(FileState other) {
    Map<Path, Seen> all = new TreeMap<>(other.files);
    all.putAll(files);
    return new FileState(all);
  }

  private static String content(FileState state, Path path) {
    Seen seen = state.files.get(path);
    return seen == null ? "" : seen.content();
  }

  private static Optional<Seen> see(Path path, FileState before) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      if (!now.isRegularFile()) {
        return Optional.empty();
      }
      Seen old = before.files.get(path);
      return old != null && old.isLike(now) ? Optional.of(old) : Optional.of(seen(path, now));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Seen seen(Path path, BasicFileAttributes now) throws IOException {
    String inode = String.valueOf(now.fileKey());
    String content =
        now.size() <= HASHED_BYTES ? hash(path) : now.lastModifiedTime() + inode + now.size();
    return new Seen(now.size(), now.lastModifiedTime(), inode, content);
  }

  private static String hash(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
