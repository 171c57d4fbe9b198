package dev.easel.serving.repository;

import dev.easel.serving.config.RepositoryConfig;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.file.FileLook;
import dev.easel.serving.run.ServedGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes what is served equal to what is listed.
 *
 * <p><b>Threads</b>: one at a time; loads go on elsewhere after {@link #reconcile} has returned.
 */
final class Reconciler {
  /** How many removed servables are remembered for the status page. */
  private static final int REMEMBERED = 100;

  private final GraphLoader loader;
  private final ServableNames names;
  private final Executor loaders;
  private final MemoryBudget budget;
  private final CompileCache cache;
  private volatile Optional<Duration> groupTimeout = Optional.empty();
  private final AtomicInteger waitingLoads = new AtomicInteger();
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final Map<String, ServedGraph> retired =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ServedGraph> eldest) {
          return size() > REMEMBERED;
        }
      };

  Reconciler(GraphLoader loader, ServableNames names, Executor loaders) {
    this.loader = loader;
    this.names = names;
    this.loaders = loaders;
    this.budget = new MemoryBudget(loader.limits(), this::retry);
    this.cache = new CompileCache(loader.limits());
  }

  /**
   * What one comparison brought.
   *
   * @param changed whether anything is loaded or removed
   * @param isSettled whether every file seems to be written to its end
   * @param loads ends when everything that changed has been loaded, well or badly
   */
  record Pass(boolean changed, boolean isSettled, CompletableFuture<Void> loads) {}

  /**
   * Compares and begins what is to be done.
   *
   * @param config what is listed
   * @param now whether to load fresh changes at once, and what failed once more
   */
  Pass reconcile(RepositoryConfig config, boolean now) {
    List<ServableEntry> entries = config.servables();
    groupTimeout = loader.limits().groupTimeout().or(config::groupTimeout);
    budget.manage(
        groupTimeout.isPresent() || entries.stream().anyMatch(entry -> entry.group().isPresent()),
        groupTimeout.isPresent());
    boolean changed = retireAllBut(entries);
    boolean isSettled = true;
    FileLook files = new FileLook();
    Map<Slot, ServableEntry> due = new LinkedHashMap<>();
    for (ServableEntry listed : entries) {
      // What a servable is called is no reason to load it anew.
      ServableEntry entry = listed.withAliases(List.of());
      Slot slot = slots.get(entry.name());
      if (slot == null) {
        slot = new Slot(entry, loader.limits().waiting(), this::loadOnDemand);
        slots.put(entry.name(), slot);
        retired.remove(entry.name());
        due.put(slot, entry);
      } else if (slot.isLoading()) {
        isSettled = false;
      } else {
        Slot.Change change = slot.look(entry, files);
        boolean again = now && slot.served().failure().isPresent();
        if (change == Slot.Change.SETTLED || again || (now && change == Slot.Change.FRESH)) {
          due.put(slot, entry);
        }
        isSettled &= change == Slot.Change.NONE;
      }
    }
    publish(entries);
    return new Pass(changed || !due.isEmpty(), isSettled, load(due));
  }

  /** Removes everything. */
  void retireAll() {
    retireAllBut(List.of());
    publish(List.of());
  }

  private boolean retireAllBut(List<ServableEntry> entries) {
    Set<String> listed = entries.stream().map(ServableEntry::name).collect(Collectors.toSet());
    List<Slot> gone = new ArrayList<>(slots.values());
    gone.removeIf(slot -> listed.contains(slot.served().name()));
    for (Slot slot : gone) {
      slots.remove(slot.served().name());
      retired.put(slot.served().name(), slot.served());
      slot.served().retire();
    }
    return !gone.isEmpty();
  }

  private void publish(List<ServableEntry> entries) {
    Map<String, ServedGraph> all = new HashMap<>(retired);
    slots.forEach((name, slot) -> all.put(name, slot.served()));
    Map<String, ServedGraph> aliases = new HashMap<>();
    for (ServableEntry entry : entries) {
      ServedGraph served = Objects.requireNonNull(slots.get(entry.name()), entry.name()).served();
      List<String> own = new ArrayList<>(entry.aliases());
      own.removeIf(alias -> slots.containsKey(alias) || aliases.containsKey(alias));
      own.forEach(alias -> aliases.put(alias, served));
      served.callAlso(own);
    }
    names.replace(all, aliases);
  }

  /**
   * Unloads what has not been used for as long as its entry, or the default, says; tells the log of
   * servables that have ceased to work.
   */
  void lookAfter() {
    for (Slot slot : slots.values()) {
      slot.served().watch();
      if (!slot.served().isPermanent() && isIdle(slot) && together(slot).allMatch(this::isIdle)) {
        together(slot).forEach(one -> one.served().unload());
        slot.served().unload();
      }
    }
    retry();
  }

  private boolean isIdle(Slot slot) {
    return slot.entry()
        .idleUnload()
        .or(() -> loader.limits().idleUnload())
        .or(() -> groupTimeout)
        .filter(idle -> !idle.isZero())
        .map(slot.served()::isIdleFor)
        .orElse(false);
  }

  /** What is loaded of its group beside it. */
  private Stream<Slot> together(Slot of) {
    return slots.values().stream()
        .filter(one -> one != of && one.served().isWith(of.served()))
        .filter(one -> one.served().isLoaded());
  }

  /** Has whoever waits for room ask again. */
  private void retry() {
    budget.next().map(served -> slots.get(served.name())).ifPresent(slot -> loadOnDemand(slot));
  }

  /** How many loads wait behind others. */
  int waitingLoads() {
    return waitingLoads.get();
  }

  private CompletableFuture<Void> load(Map<Slot, ServableEntry> due) {
    List<CompletableFuture<Void>> loads = new ArrayList<>();
    due.forEach(
        (slot, entry) -> {
          if (slot.tryBegin(entry)) {
            loads.add(load(slot));
          }
        });
    return CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new));
  }

  private void loadOnDemand(Slot slot) {
    if (slot.tryBeginOnDemand()) {
      waitingLoads.incrementAndGet();
      loaders.execute(() -> work(slot, true));
    }
  }

  private CompletableFuture<Void> load(Slot slot) {
    waitingLoads.incrementAndGet();
    return CompletableFuture.runAsync(() -> work(slot, false), loaders);
  }

  private void work(Slot slot, boolean isAwaited) {
    waitingLoads.decrementAndGet();
    slot.load(loader, names, budget, isAwaited);
    if (isAwaited && slot.served().isLoaded()) {
      slots.values().stream()
          .filter(one -> one != slot && one.served().isWith(slot.served()))
          .forEach(this::loadOnDemand);
      retry();
    }
    cache.trim();
  }
}
