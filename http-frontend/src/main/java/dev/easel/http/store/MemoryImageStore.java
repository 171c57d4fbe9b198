package dev.easel.http.store;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.StoredImage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Keeps images in memory, as long as the process lives; the oldest make room for new ones.
 *
 * <p><b>Threads</b>: any thread may call any method at any time.
 */
public final class MemoryImageStore implements OpenStore {

  private final StoreLimits limits;
  private final LongSupplier nanoTime;
  private final PictureKey keys = new PictureKey();
  private final Map<String, Kept> pictures = new LinkedHashMap<>();
  private long bytes;

  /** An empty store. */
  public MemoryImageStore(StoreLimits limits) {
    this(limits, System::nanoTime);
  }

  MemoryImageStore(StoreLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletionStage<String> put(StoredImage image, String owner) {
    try {
      return CompletableFuture.completedFuture(PATH + keep(image, owner));
    } catch (RequestException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private String keep(StoredImage image, String owner) {
    long size = image.length();
    limits.checkFits(size);
    String key = keys.draw(image.contentType(), owner);
    synchronized (pictures) {
      long now = nanoTime.getAsLong();
      makeRoom(size, now);
      pictures.put(key, new Kept(image, size, now));
      bytes += size;
    }
    return key;
  }

  @Override
  public CompletionStage<Optional<StoredImage>> find(String key) {
    synchronized (pictures) {
      long now = nanoTime.getAsLong();
      return CompletableFuture.completedFuture(
          Optional.ofNullable(pictures.get(key))
              .filter(kept -> !isOver(kept, now))
              .map(Kept::image));
    }
  }

  /** Forgets everything. */
  @Override
  public void close() {
    synchronized (pictures) {
      pictures.clear();
      bytes = 0;
    }
  }

  private void makeRoom(long size, long now) {
    Iterator<Kept> oldest = pictures.values().iterator();
    while (oldest.hasNext()) {
      Kept kept = oldest.next();
      boolean isFull = pictures.size() >= limits.count() || bytes + size > limits.bytes();
      if (!isFull && !isOver(kept, now)) {
        return;
      }
      bytes -= kept.size();
      oldest.remove();
    }
  }

  private boolean isOver(Kept kept, long now) {
    return now - kept.sinceNanos() >= limits.time().toNanos();
  }

  private record Kept(StoredImage image, long size, long sinceNanos) {}
}
