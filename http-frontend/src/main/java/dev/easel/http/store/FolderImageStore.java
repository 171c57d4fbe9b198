package dev.easel.http.store;

import dev.easel.calculators.http.ImageStoreException;
import dev.easel.calculators.http.StoredImage;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps images as files of a folder, across restarts; several servers may share one.
 *
 * <p>A picture is written under a name of its own beginning with {@code .new-}, forced to the disk
 * and then renamed, so that under a picture's name there is the whole picture or none, whenever the
 * process or the machine ends. What was being written then is removed by a later look. Files with
 * other names are never touched.
 *
 * <p>A sweep looks through the folder when it is opened and then every minute, and removes what is
 * over its time or beyond the limits, the oldest first. Ages go by the clock that stamps the
 * folder's files, which servers that share it have in common.
 *
 * <p><b>Threads</b>: those of the store do all that touches the disk; the sweep has its own.
 */
public final class FolderImageStore implements OpenStore {

  /** As many small files as a folder is quickly looked through with. */
  public static final int MOST_PICTURES = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(FolderImageStore.class);
  private static final int THREADS = 4;
  private static final int LINE = 256;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path folder;
  private final StoreLimits limits;
  private final PictureKey keys = new PictureKey();
  private final KeptFiles kept;
  private final FolderSweep sweep;
  private final StoreThreads threads = new StoreThreads(THREADS, LINE, LIMIT);

  private FolderImageStore(Path folder, StoreLimits limits) throws IOException {
    this.folder = folder;
    this.limits = limits;
    kept = new KeptFiles(limits);
    sweep = new FolderSweep(folder, kept);
  }

  /**
   * Opens a folder, which is made when it is not there.
   *
   * <p><b>Failure</b>: {@code FAILED_PRECONDITION} when nothing can be written there.
   */
  public static FolderImageStore open(Path folder, StoreLimits limits) {
    try {
      create(folder);
      return new FolderImageStore(folder.toRealPath(), limits);
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION,
          "%s: pictures cannot be kept there: %s; it must be a folder that the server may write to"
              .formatted(folder, reason(e)),
          e);
    }
  }

  /** Pictures are nobody else's business on the machine. */
  private static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("it is no folder", e);
      }
    }
  }

  @Override
  public CompletionStage<String> put(StoredImage image, String owner) {
    return threads.run(() -> PATH + keep(image, owner));
  }

  private String keep(StoredImage image, String owner) {
    long size = image.length();
    limits.checkFits(size);
    String key = keys.draw(image.contentType(), owner);
    List<String> over = kept.reserve(size, sweep.nowMillis());
    try {
      sweep.remove(over);
      write(key, image);
      kept.add(new KeptFiles.Kept(key, size, sweep.nowMillis()));
    } catch (IOException e) {
      LOG.warn("a picture of {} bytes cannot be kept in {}: {}", size, folder, reason(e));
      throw refusal(e);
    } finally {
      kept.release(size);
    }
    return key;
  }

  private void write(String key, StoredImage image) throws IOException {
    Path unfinished = folder.resolve(FolderSweep.UNFINISHED + key);
    try {
      try (FileChannel out =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (ByteBuffer piece : image.content()) {
          while (piece.hasRemaining()) {
            out.write(piece);
          }
        }
        out.force(true);
      }
      Files.move(unfinished, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private static ImageStoreException refusal(IOException e) {
    String why = reason(e).toLowerCase(Locale.ROOT);
    boolean isFull = why.contains("no space left") || why.contains("quota exceeded");
    return isFull
        ? ImageStoreException.full(
            "the disk that pictures are kept on is full; ask for b64_json, or try again later", e)
        : ImageStoreException.unavailable(
            "pictures cannot be kept at the moment; ask for b64_json, or try again", e);
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException gone
        ? gone.getFile() + " is not there"
        : String.valueOf(e.getMessage());
  }

  @Override
  public CompletionStage<Optional<StoredImage>> find(String key) {
    return threads.run(() -> PictureKey.isOne(key) ? read(key) : Optional.empty());
  }

  private Optional<StoredImage> read(String key) {
    Path file = folder.resolve(key);
    try {
      BasicFileAttributes seen =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      long age = sweep.nowMillis() - seen.lastModifiedTime().toMillis();
      if (!seen.isRegularFile() || age >= limits.time().toMillis()) {
        return Optional.empty();
      }
      return Optional.of(new StoredImage(PictureKey.contentType(key), List.of(mapped(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("the picture {} cannot be read: {}", file, reason(e));
      throw ImageStoreException.unavailable("kept pictures cannot be read at the moment", e);
    }
  }

  /**
   * The file in the system's memory and not in Java's: readers that take their time hold none of
   * it. Nobody changes a picture's file, and one that is removed stays until it is read.
   */
  private static MappedByteBuffer mapped(Path file) throws IOException {
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return in.map(FileChannel.MapMode.READ_ONLY, 0, in.size()).load();
    }
  }

  /** Looks through the folder now; for tests. */
  void look() throws IOException {
    sweep.look();
  }

  @Override
  public void close() {
    sweep.close();
    threads.close();
  }
}
