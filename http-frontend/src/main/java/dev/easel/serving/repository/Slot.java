package dev.easel.serving.repository;

import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.LoadPhase;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.file.FileLook;
import dev.easel.serving.file.FileState;
import dev.easel.serving.file.ReadFiles;
import dev.easel.serving.graph.GraphSource;
import dev.easel.serving.graph.ModelFolder;
import dev.easel.serving.graph.WatchedPaths;
import dev.easel.serving.run.LoadedGraph;
import dev.easel.serving.run.ServedGraph;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A listed servable with what it was last loaded from, so that a change can be told.
 *
 * <p><b>Threads</b>: looked at by the repository's keeper; loaded by one loader at a time, whom
 * {@link #tryBegin} chooses.
 */
final class Slot {
  private final ServedGraph served;
  private final Consumer<Slot> onDemand;
  private ServableEntry entry;
  private Set<Path> roots;
  private FileState loaded = FileState.NONE;
  private FileState pending = FileState.NONE;
  private boolean isLoading;

  /**
   * A slot with nothing loaded.
   *
   * @param onDemand has the slot loaded because a request waits for it
   */
  Slot(ServableEntry entry, int mostWaiting, Consumer<Slot> onDemand) {
    this.served = new ServedGraph(entry.name(), mostWaiting, () -> onDemand.accept(this));
    this.onDemand = onDemand;
    this.entry = entry;
    served.belongsTo(entry.group());
    this.roots = rootsOf(entry);
  }

  ServedGraph served() {
    return served;
  }

  synchronized ServableEntry entry() {
    return entry;
  }

  synchronized boolean isLoading() {
    return isLoading;
  }

  /** How a look compares with what was loaded. */
  enum Change {
    NONE,
    /** Seen for the first time: perhaps still being written. */
    FRESH,
    /** Seen twice alike. */
    SETTLED
  }

  /** Looks at the servable's files. */
  synchronized Change look(ServableEntry now, FileLook files) {
    FileState seen = files.at(now.equals(entry) ? roots : rootsOf(now), loaded);
    if (now.equals(entry) && seen.isSameAs(loaded)) {
      pending = loaded;
      return Change.NONE;
    }
    boolean settled = seen.isSameAs(pending) || !now.equals(entry);
    pending = seen;
    return settled ? Change.SETTLED : Change.FRESH;
  }

  /** Marks the slot as being loaded from {@code now}; false when it is being loaded already. */
  synchronized boolean tryBegin(ServableEntry now) {
    if (isLoading) {
      return false;
    }
    if (!now.equals(entry)) {
      entry = now;
      roots = rootsOf(now);
      served.belongsTo(now.group());
    }
    isLoading = true;
    served.loading();
    return true;
  }

  /** The same for a load that a request waits for; false when there is no need any more. */
  synchronized boolean tryBeginOnDemand() {
    return served.isOnDemand() && tryBegin(entry);
  }

  /**
   * Loads and swaps. Every file is looked at before it is read, so that a change in between shows
   * at the next look.
   *
   * @param evicts whether others may be unloaded to make room
   */
  void load(GraphLoader loader, ServableNames names, MemoryBudget budget, boolean evicts) {
    ServableEntry now = entry();
    FileLook files = new FileLook();
    Set<Path> watched = rootsOf(now);
    FileState seen = files.at(watched, loaded);
    boolean isPutOff = false;
    try {
      served.loading(LoadPhase.READING);
      GraphSource source = loader.source(now);
      List<Path> jars = loader.jars(source);
      seen = seen.plus(files.at(jars, loaded));
      watched.addAll(jars);
      GraphDescription description = loader.parse(source);
      loader.checkNames(now, source, description);
      Set<Path> named = WatchedPaths.of(description, source.base());
      FileState models = files.at(named, loaded);
      seen = seen.plus(models);
      watched.addAll(named);
      served.loading(models.bytes());
      isPutOff = !open(new Opening(loader, source, description, models, evicts), names, budget);
    } catch (RuntimeException | Error e) {
      served.fail(reason(e));
      // Whatever was missing may turn up anywhere below the servable's folder.
      watched.add(now.basePath());
      seen = seen.plus(files.at(List.of(now.basePath()), loaded));
      Optional<Path> jars = loader.jarFolder();
      jars.ifPresent(watched::add);
      seen = seen.plus(files.at(jars.stream().toList(), loaded));
    }
    loaded(watched, seen);
    if (!isPutOff && served.isOnDemand() && served.isAwaited()) {
      onDemand.accept(this); // a request came after this load had given up
    }
  }

  private record Opening(
      GraphLoader loader,
      GraphSource source,
      GraphDescription description,
      FileState models,
      boolean evicts) {}

  /** Loads it when there is room; false when it is to ask for room again. */
  private boolean open(Opening opening, ServableNames names, MemoryBudget budget) {
    long bytes = opening.models().bytes();
    MemoryBudget.Room room = budget.reserve(served, bytes, opening.evicts());
    if (room == MemoryBudget.Room.LATER) {
      served.putOff();
      return false;
    }
    if (room == MemoryBudget.Room.NONE) {
      served.postpone(
          new StatusException(
              StatusCode.UNAVAILABLE,
              "servable '%s' is not loaded: --model_memory_budget is used up by models that are at"
                      .formatted(served.name())
                  + " work; try again"));
      return true;
    }
    served.loading(LoadPhase.OPENING);
    Optional<LoadedGraph> graph = Optional.empty();
    AtomicBoolean isServed = new AtomicBoolean();
    try {
      graph =
          Optional.of(
              opened(
                  opening,
                  () -> {
                    budget.release(served, bytes);
                    if (isServed.get()) {
                      served.closed();
                    }
                  }));
      names.claim(served, graph.get().aliases());
    } catch (RuntimeException | Error e) {
      graph.ifPresentOrElse(LoadedGraph::release, () -> budget.release(served, bytes));
      throw e;
    }
    isServed.set(true); // it may be closed before serve has returned
    if (!served.serve(graph.get(), bytes)) {
      isServed.set(false);
      names.claim(served, List.of());
      graph.get().release();
    }
    return true;
  }

  private LoadedGraph opened(Opening opening, Runnable onClosed) {
    ReadFiles reading = ReadFiles.watch(opening.models().sizes(), served::read);
    try {
      return opening
          .loader()
          .open(served.name(), opening.source(), opening.description(), onClosed);
    } finally {
      reading.close();
    }
  }

  private static String reason(Throwable e) {
    if (e instanceof GraphConfigException graph && !graph.mistakes().isEmpty()) {
      return graph.mistakes().stream().map(Mistake::toString).collect(Collectors.joining("\n"));
    }
    return e instanceof StatusException status ? status.message() : "could not be loaded: " + e;
  }

  private synchronized void loaded(Set<Path> watched, FileState seen) {
    roots = watched;
    loaded = seen;
    pending = seen;
    isLoading = false;
  }

  private static Set<Path> rootsOf(ServableEntry entry) {
    Set<Path> roots = new LinkedHashSet<>();
    Path base = entry.basePath();
    roots.add(entry.graphPath().orElse(base.resolve("graph.pbtxt")));
    roots.add(base.resolve("1").resolve("graph.pbtxt"));
    roots.add(entry.subconfig().orElse(base.resolve("subconfig.json")));
    roots.add(base.resolve(ModelFolder.INDEX));
    return roots;
  }
}
