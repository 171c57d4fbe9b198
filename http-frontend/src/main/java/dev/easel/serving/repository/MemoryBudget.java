package dev.easel.serving.repository;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.run.ServedGraph;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How many bytes of models may be loaded, and whose turn it is when not all fit. A model counts
 * with the size of its files, which is known before it is loaded and about what its weights take in
 * memory.
 *
 * <p>Where groups are managed, those who find no room wait in the order in which they came. The
 * first of them has others unloaded: those that nobody uses, then those at work that were loaded
 * the longest time ago and have had their turn. What is unloaded finishes its runs and takes no new
 * ones, which wait in turn. So nobody waits longer than, for each group before, a turn, its longest
 * run and the load that follows.
 *
 * <p><b>Threads</b>: any. Whoever finds no room is woken by {@code onRoom}, and by the repository's
 * keeper, since a turn also ends by itself; nobody waits inside.
 */
final class MemoryBudget {
  private final long limit;
  private final Duration turn;
  private final Runnable onRoom;
  private final Set<ServedGraph> wanting = new LinkedHashSet<>();
  private final Map<ServedGraph, Long> held = new HashMap<>();
  private final Map<ServedGraph, Long> draining = new HashMap<>();
  private boolean isManaged;
  private boolean isExclusive;

  /** What became of a wish for room. */
  enum Room {
    GIVEN,
    /** It will be there; whoever asked is to ask again. */
    LATER,
    NONE
  }

  /**
   * A budget.
   *
   * @param limits the bytes, 0 for any number, and the turn
   * @param onRoom called, by any thread, when there may be room for those who wait
   */
  MemoryBudget(LoadLimits limits, Runnable onRoom) {
    this.limit = limits.modelBytes();
    this.turn = limits.groupTurn();
    this.onRoom = onRoom;
  }

  /**
   * Says how groups are dealt with from now on.
   *
   * @param takesTurns whether groups take turns where not all fit
   * @param oneAtATime whether, without a number of bytes, one group fits beside the permanent one
   */
  synchronized void manage(boolean takesTurns, boolean oneAtATime) {
    isManaged = takesTurns;
    isExclusive = oneAtATime && limit == 0;
  }

  /**
   * Sets bytes aside.
   *
   * @param evicts whether servables that nobody uses make room, those first that were not asked for
   *     the longest time
   */
  synchronized Room reserve(ServedGraph who, long bytes, boolean evicts) {
    if (limit > 0 && bytes > limit) {
      throw new StatusException(
          StatusCode.RESOURCE_EXHAUSTED,
          "servable '%s' has model files of %d bytes, and --model_memory_budget is %d"
              .formatted(who.name(), bytes, limit));
    }
    boolean waits = isManaged && evicts;
    if (waits && !isNext(who)) {
      wanting.add(who);
      return Room.LATER;
    }
    while (!fits(who, bytes, false)) {
      Optional<ServedGraph> victim =
          fits(who, bytes, true) || !evicts ? Optional.empty() : victim(who);
      if (victim.isPresent()) {
        unload(victim.get());
      } else if (waits && holders(who).findAny().isPresent()) {
        wanting.add(who);
        return Room.LATER;
      } else {
        return Room.NONE;
      }
    }
    wanting.remove(who);
    if (bytes > 0) {
      held.merge(who, bytes, Long::sum);
    }
    return Room.GIVEN;
  }

  /** Who is to ask again first. */
  synchronized Optional<ServedGraph> next() {
    wanting.removeIf(each -> !each.isAwaited());
    return wanting.stream().findFirst();
  }

  private boolean isNext(ServedGraph who) {
    Optional<ServedGraph> first = next();
    return first.isEmpty() || first.get() == who || first.get().isWith(who);
  }

  /**
   * Whether there is room.
   *
   * @param soon whether what is about to be given back counts as given
   */
  private boolean fits(ServedGraph who, long bytes, boolean soon) {
    if (bytes == 0) {
      return true;
    }
    if (limit > 0) {
      long gone = soon ? sum(draining) : 0;
      return sum(held) - gone + bytes <= limit;
    }
    return !isExclusive
        || who.isPermanent()
        || holders(who).allMatch(other -> soon && draining.containsKey(other));
  }

  private static long sum(Map<ServedGraph, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Who has room, loaded or being loaded, is of another group, and need not stay. */
  private Stream<ServedGraph> holders(ServedGraph who) {
    return held.keySet().stream()
        .filter(other -> !other.isPermanent() && other != who && !other.isWith(who));
  }

  /** What is loaded, of other groups, and need not stay. */
  private Stream<ServedGraph> others(ServedGraph who) {
    return holders(who).filter(other -> other.modelBytes() > 0);
  }

  private Optional<ServedGraph> victim(ServedGraph who) {
    Optional<ServedGraph> unused =
        others(who)
            .filter(other -> group(other).allMatch(ServedGraph::isUnused))
            .min(Comparator.comparingLong(ServedGraph::lastUseNanos));
    if (unused.isPresent() || !isManaged) {
      return unused;
    }
    long now = System.nanoTime();
    Predicate<ServedGraph> hadItsTurn = one -> now - one.loadedNanos() >= turn.toNanos();
    return others(who)
        .filter(other -> group(other).allMatch(hadItsTurn))
        .min(Comparator.comparingLong(ServedGraph::loadedNanos));
  }

  /** What is loaded of a servable's group, itself among them. */
  private Stream<ServedGraph> group(ServedGraph of) {
    return held.keySet().stream()
        .filter(one -> one == of || (one.isWith(of) && one.modelBytes() > 0));
  }

  private void unload(ServedGraph victim) {
    for (ServedGraph one : group(victim).toList()) {
      draining.put(one, one.modelBytes());
      one.unload();
    }
  }

  /** Gives bytes back. */
  void release(ServedGraph who, long bytes) {
    synchronized (this) {
      held.computeIfPresent(who, (one, all) -> all > bytes ? Long.valueOf(all - bytes) : null);
      draining.remove(who);
      if (wanting.isEmpty()) {
        return;
      }
    }
    onRoom.run();
  }
}
