package dev.easel.genai.worker;

import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.worker.wire.RequestMessages;
import dev.easel.picture.RgbImages;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Requests that have ended two processes, by their hash; refused for a while.
 *
 * <p><b>Threads</b>: any.
 */
final class RefusedRequests {
  /** How long one is refused. */
  static final Duration WHILE = Duration.ofMinutes(10);

  private static final int MOST = 1000;

  /** When each was added, by hash, the oldest first. */
  private final Map<String, Long> added = new LinkedHashMap<>();

  private volatile boolean isEmpty = true;

  /** Whether a request is refused now; costs nothing where none is. */
  boolean has(DiffusionRequest request) {
    if (isEmpty) {
      return false;
    }
    String hash = hash(request);
    synchronized (this) {
      forgetOld();
      return added.containsKey(hash);
    }
  }

  void add(DiffusionRequest request) {
    String hash = hash(request);
    synchronized (this) {
      forgetOld();
      added.put(hash, System.nanoTime());
      if (added.size() > MOST) {
        added.remove(added.keySet().iterator().next());
      }
      isEmpty = false;
    }
  }

  private void forgetOld() {
    long now = System.nanoTime();
    Iterator<Long> each = added.values().iterator();
    while (each.hasNext() && now - each.next() > WHILE.toNanos()) {
      each.remove();
    }
    isEmpty = added.isEmpty();
  }

  private static String hash(DiffusionRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(RequestMessages.message(request).build().toByteArray());
      addPixels(digest, request.image());
      addPixels(digest, request.mask());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void addPixels(MessageDigest digest, Optional<RgbImages> images) {
    images.ifPresent(
        all -> {
          digest.update((all.width() + "x" + all.height()).getBytes(StandardCharsets.US_ASCII));
          digest.update(all.pixels());
        });
  }
}
