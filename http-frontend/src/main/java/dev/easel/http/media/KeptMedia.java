package dev.easel.http.media;

import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.http.StoredImage;
import dev.easel.calculators.media.KeptImages;
import dev.easel.calculators.media.MediaSource.Fetched;
import dev.easel.store.failure.StoreException;
import dev.easel.task.file.FileShelf;
import dev.easel.task.file.ShelfFile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Finds uploaded files and kept pictures for the requests of those whose they are.
 *
 * <p><b>Threads</b>: any; threads of its own wait for the store of files.
 *
 * <p><b>Ownership</b>: whoever opened it closes it, before the stores, which are not its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows in the result
public final class KeptMedia implements KeptImages, AutoCloseable {
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 256;
  private static final long IDLE_SECONDS = 30;
  private static final Duration LATER = Duration.ofSeconds(1);

  private final Optional<FileShelf> files;
  private final ImageStore pictures;
  private final BiPredicate<String, String> hidesPicture;
  private final long mostBytes;
  private final MediaMemory memory;
  private final ThreadPoolExecutor threads;

  /**
   * Opens it.
   *
   * @param files what clients have uploaded; empty where they cannot
   * @param pictures what was made here
   * @param hidesPicture whether a picture of this name is not there for an owner
   * @param mostBytes how long an image's file may be
   * @param mostTogether how much memory all images may take that were read for runs that have not
   *     ended
   */
  public KeptMedia(
      Optional<FileShelf> files,
      ImageStore pictures,
      BiPredicate<String, String> hidesPicture,
      long mostBytes,
      long mostTogether) {
    this.files = files;
    this.pictures = pictures;
    this.hidesPicture = hidesPicture;
    this.mostBytes = mostBytes;
    memory = new MediaMemory(mostTogether);
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "easel-media-kept");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public boolean keepsFiles() {
    return files.isPresent();
  }

  @Override
  public CompletableFuture<Fetched> file(String field, String id, String owner) {
    FileShelf shelf = files.orElseThrow();
    CompletableFuture<Fetched> image = new CompletableFuture<>();
    try {
      threads.execute(() -> give(image, () -> read(shelf, field, id, owner)));
    } catch (RejectedExecutionException e) {
      image.completeExceptionally(
          MediaFetcher.busy("many files are being read at the moment; try again"));
    }
    return image;
  }

  private Fetched read(FileShelf shelf, String field, String id, String owner) {
    try {
      ShelfFile file = shelf.find(owner, id).orElseThrow(() -> noFile(field, id));
      FileShelf.Reading reading = shelf.read(id);
      return hold(
          field,
          file.bytes(),
          into -> {
            for (Optional<ByteBuffer> piece = reading.next();
                piece.isPresent();
                piece = reading.next()) {
              if (piece.get().remaining() > into.remaining()) {
                throw noFile(field, id);
              }
              into.put(piece.get());
            }
            if (into.hasRemaining()) {
              throw noFile(field, id); // it is being deleted
            }
          });
    } catch (StoreException e) {
      throw new RetryLaterException(
          "files_unavailable", "uploaded files cannot be read at the moment; try again", LATER);
    }
  }

  private static RequestException noFile(String field, String id) {
    return RequestException.invalid(field, "there is no file '" + id + "'");
  }

  @Override
  public CompletableFuture<Fetched> picture(String field, String key, String owner) {
    CompletableFuture<Fetched> image = new CompletableFuture<>();
    if (hidesPicture.test(key, owner)) {
      image.completeExceptionally(noPicture(field));
      return image;
    }
    pictures
        .find(key)
        .whenComplete(
            (found, failure) -> {
              if (failure != null) {
                image.completeExceptionally(failure);
              } else {
                give(image, () -> copy(field, found.orElseThrow(() -> noPicture(field))));
              }
            });
    return image;
  }

  private Fetched copy(String field, StoredImage found) {
    return hold(field, found.length(), into -> found.content().forEach(into::put));
  }

  private static RequestException noPicture(String field) {
    return RequestException.invalid(
        field, "this picture was not found; pictures are kept for a limited time");
  }

  /** What fills the memory of an image. */
  private interface Filling {
    void into(ByteBuffer bytes);
  }

  private Fetched hold(String field, long length, Filling filling) {
    if (length > mostBytes) {
      throw RequestException.invalid(
          field, "the file has %d bytes; at most %d may be".formatted(length, mostBytes));
    }
    if (!memory.take(length)) {
      throw MediaFetcher.busy("the images of other requests take all the memory that they may");
    }
    boolean isHeld = false;
    try {
      byte[] bytes = new byte[Math.toIntExact(length)];
      filling.into(ByteBuffer.wrap(bytes));
      isHeld = true;
      return new HeldImage(bytes, memory);
    } finally {
      if (!isHeld) {
        memory.give(length);
      }
    }
  }

  /** What nobody waits for any more is not made, or closed. */
  private static void give(CompletableFuture<Fetched> image, Callable<Fetched> work) {
    if (image.isDone()) {
      return;
    }
    try {
      Fetched made = work.call();
      if (!image.complete(made)) {
        made.close();
      }
    } catch (Exception | Error e) {
      image.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
