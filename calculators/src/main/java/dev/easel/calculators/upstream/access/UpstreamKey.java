package dev.easel.calculators.upstream.access;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The key that an upstream is shown, out of the environment or a file. No message of it has a key
 * or a part of one.
 *
 * <p>A file is looked at before each request and read again when it is another one, or has another
 * length or time. While it is away or holds no key, the last key counts.
 *
 * <p><b>Threads</b>: any.
 */
public final class UpstreamKey {

  private static final System.Logger LOG = System.getLogger("dev.easel.calculators.upstream");
  private static final int MOST_BYTES = 8 << 10;

  private final Optional<Path> file;
  private Optional<String> key;
  private @Nullable Mark seen;

  /** What a file that was read is known by. */
  private record Mark(long modified, long length, @Nullable Object id) {

    static Mark of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Mark(now.lastModifiedTime().to(TimeUnit.NANOSECONDS), now.size(), now.fileKey());
    }
  }

  private UpstreamKey(Optional<Path> file, Optional<String> key) {
    this.file = file;
    this.key = key;
  }

  /** No key is sent. */
  public static UpstreamKey none() {
    return new UpstreamKey(Optional.empty(), Optional.empty());
  }

  /**
   * The key in an environment variable.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when it is not set or holds no key.
   */
  public static UpstreamKey inEnvironment(String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw invalid("the environment variable " + variable + " is not set");
    }
    return new UpstreamKey(
        Optional.empty(), Optional.of(checked(value, "the environment variable " + variable)));
  }

  /**
   * The key in a file.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when it cannot be read or holds no key.
   */
  public static UpstreamKey inFile(Path file) {
    UpstreamKey key = new UpstreamKey(Optional.of(file), Optional.empty());
    try {
      key.read(file, Mark.of(file));
    } catch (IOException e) {
      throw invalid("the file " + file + " cannot be read: " + e.getClass().getSimpleName());
    }
    return key;
  }

  /** The key as it is now; empty when none is sent. */
  public synchronized Optional<String> now() {
    if (file.isPresent()) {
      try {
        Mark mark = Mark.of(file.get());
        if (!Objects.equals(mark, seen)) {
          seen = mark;
          read(file.get(), mark);
        }
      } catch (IOException e) {
        tell(file.get() + " cannot be read: " + e.getClass().getSimpleName());
      } catch (StatusException e) {
        tell(e.message());
      }
    }
    return key;
  }

  private static void tell(String what) {
    LOG.log(System.Logger.Level.WARNING, "{0}; the key that was read before still counts", what);
  }

  private synchronized void read(Path path, Mark mark) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    key = Optional.of(checked(new String(bytes, StandardCharsets.UTF_8), "the file " + path));
    seen = mark;
  }

  private static String checked(String text, String where) {
    String key = text.strip();
    if (key.isEmpty()) {
      throw invalid(where + " is empty; it must hold the key");
    }
    if (key.length() > MOST_BYTES) {
      throw invalid(
          where + " holds more than " + MOST_BYTES + " bytes; it must hold the key alone");
    }
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw invalid(
          where + " holds blanks or characters that are not ASCII; it must hold the key alone");
    }
    return key;
  }

  private static StatusException invalid(String message) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, message);
  }
}
