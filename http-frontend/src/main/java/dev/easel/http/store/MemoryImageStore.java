package dev.easel.http.store;

import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.StoredImage;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps images in memory; the oldest make room for new ones.
 *
 * <p><b>Threads</b>: any thread may call any method at any time.
 */
public final class MemoryImageStore implements ImageStore {

  /** 192 random bits: nobody finds an image by trying. */
  private static final int KEY_BYTES = 24;

  private final StoreLimits limits;
  private final LongSupplier nanoTime;
  private final SecureRandom random = new SecureRandom();
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
  public String put(StoredImage image) {
    long size = image.length();
    if (size > limits.bytes()) {
      throw RequestException.unsupported(
          "response_format",
          "a picture of %d bytes is larger than the store behind 'url', which keeps %d; ask for 'b64_json'"
              .formatted(size, limits.bytes()));
    }
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    String key = Base64.getUrlEncoder().encodeToString(secret) + suffix(image.contentType());
    synchronized (pictures) {
      long now = nanoTime.getAsLong();
      makeRoom(size, now);
      pictures.put(key, new Kept(image, size, now));
      bytes += size;
    }
    return key;
  }

  @Override
  public Optional<StoredImage> find(String key) {
    synchronized (pictures) {
      long now = nanoTime.getAsLong();
      return Optional.ofNullable(pictures.get(key))
          .filter(kept -> !isOver(kept, now))
          .map(Kept::image);
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

  private static String suffix(String contentType) {
    return switch (contentType) {
      case "image/png" -> ".png";
      case "image/jpeg" -> ".jpg";
      case "image/webp" -> ".webp";
      default -> "";
    };
  }

  private record Kept(StoredImage image, long size, long sinceNanos) {}
}
