package dev.easel.http.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through a folder of pictures again and again, removes what is over, and knows what time it
 * is there.
 *
 * <p><b>Threads</b>: one of its own looks; any may ask for the time and remove.
 */
final class FolderSweep implements AutoCloseable {

  /** How names begin under which pictures are being written. */
  static final String UNFINISHED = ".new-";

  private static final Logger LOG = LoggerFactory.getLogger(FolderSweep.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Longer than any picture takes to be written. */
  private static final Duration UNFINISHED_TIME = Duration.ofMinutes(10);

  /** The time of the folder at a moment of this process. */
  private record Seen(long millis, long nanos) {}

  private final Path folder;
  private final KeptFiles kept;
  private final PictureKey names = new PictureKey();
  private final ScheduledThreadPoolExecutor thread;
  private volatile Seen seen;

  /** Looks for the first time, so that the folder is known to be fit when this returns. */
  FolderSweep(Path folder, KeptFiles kept) throws IOException {
    this.folder = folder;
    this.kept = kept;
    seen = time();
    look();
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "easel-store-sweep");
              made.setDaemon(true);
              return made;
            });
    var unused =
        thread.scheduleWithFixedDelay(
            this::lookAgain, PAUSE.toNanos(), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What a file that is written now would be stamped with. */
  long nowMillis() {
    Seen last = seen;
    return last.millis() + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last.nanos());
  }

  /** Asks the folder what time it is: a file system of another machine has a clock of its own. */
  private Seen time() throws IOException {
    Path probe = folder.resolve(UNFINISHED + names.draw("", ""));
    Files.createFile(probe);
    try {
      return new Seen(Files.getLastModifiedTime(probe).toMillis(), System.nanoTime());
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private void lookAgain() {
    try {
      seen = time();
    } catch (IOException e) {
      LOG.debug("the time of {} cannot be told: {}", folder, e.toString());
    }
    try {
      look();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} cannot be looked through for old pictures: {}", folder, e.toString());
    }
  }

  /** Looks through the folder once. */
  void look() throws IOException {
    long begun = nowMillis();
    List<KeptFiles.Kept> pictures = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        look(file, begun, pictures);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    remove(kept.replace(pictures, begun, nowMillis()));
  }

  private void look(Path file, long now, List<KeptFiles.Kept> pictures) throws IOException {
    String name = String.valueOf(file.getFileName());
    boolean isUnfinished =
        name.startsWith(UNFINISHED) && PictureKey.isOne(name.substring(UNFINISHED.length()));
    if (!isUnfinished && !PictureKey.isOne(name)) {
      return;
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      long written = attributes.lastModifiedTime().toMillis();
      if (!attributes.isRegularFile()) {
        return;
      }
      if (!isUnfinished) {
        pictures.add(new KeptFiles.Kept(name, attributes.size(), written));
      } else if (now - written >= UNFINISHED_TIME.toMillis()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Another server that shares the folder was quicker.
    }
  }

  /** Removes pictures; one that cannot be removed is counted again by the next look. */
  void remove(List<String> pictures) {
    for (String key : pictures) {
      try {
        Files.deleteIfExists(folder.resolve(key));
      } catch (IOException e) {
        LOG.warn("the picture {} cannot be removed: {}", folder.resolve(key), e.toString());
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
