package dev.easel.serving.repository;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.run.ServedGraph;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How many bytes of models may be loaded. A model counts with the size of its files, which is known
 * before it is loaded and about what its weights take in memory.
 *
 * <p><b>Threads</b>: one reserves at a time; giving back never waits.
 */
final class MemoryBudget {
  private final long limit;
  private final Supplier<List<ServedGraph>> loaded;
  private final AtomicLong used = new AtomicLong();

  /**
   * A budget.
   *
   * @param limit the bytes; 0 for any number
   * @param loaded what can be unloaded to make room
   */
  MemoryBudget(long limit, Supplier<List<ServedGraph>> loaded) {
    this.limit = limit;
    this.loaded = loaded;
  }

  /**
   * Sets bytes aside.
   *
   * @param evicts whether servables that nobody uses make room, those first that were not asked for
   *     the longest time
   * @return whether there is room
   */
  synchronized boolean reserve(ServedGraph who, long bytes, boolean evicts) {
    if (limit > 0 && bytes > limit) {
      throw new StatusException(
          StatusCode.RESOURCE_EXHAUSTED,
          "servable '%s' has model files of %d bytes, and --model_memory_budget is %d"
              .formatted(who.name(), bytes, limit));
    }
    while (limit > 0 && bytes > 0 && used.get() + bytes > limit) {
      Optional<ServedGraph> victim = evicts ? leastUsed(who) : Optional.empty();
      if (victim.isEmpty()) {
        return false;
      }
      victim.get().unload();
    }
    used.addAndGet(bytes);
    return true;
  }

  private Optional<ServedGraph> leastUsed(ServedGraph but) {
    return loaded.get().stream()
        .filter(other -> other != but && other.modelBytes() > 0 && other.isUnused())
        .min(Comparator.comparingLong(ServedGraph::lastUseNanos));
  }

  /** Gives bytes back. */
  void release(long bytes) {
    used.addAndGet(-bytes);
  }
}
