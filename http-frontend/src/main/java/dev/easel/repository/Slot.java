package dev.easel.repository;

import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusException;
import dev.easel.repository.config.ServableEntry;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A listed servable with what it was last loaded from, so that a change can be told.
 *
 * <p><b>Threads</b>: looked at by the repository's keeper; loaded by one loader at a time, between
 * which the keeper hands it over.
 */
final class Slot {
  private final ServedGraph served;
  private ServableEntry entry;
  private Set<Path> roots;
  private FileState loaded = FileState.NONE;
  private FileState pending = FileState.NONE;
  private boolean isLoading;

  Slot(ServableEntry entry) {
    this.served = new ServedGraph(entry.name());
    this.entry = entry;
    this.roots = rootsOf(entry);
  }

  ServedGraph served() {
    return served;
  }

  ServableEntry entry() {
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
  synchronized Change look(ServableEntry now) {
    FileState seen = FileState.look(now.equals(entry) ? roots : rootsOf(now), loaded);
    if (now.equals(entry) && seen.isSameAs(loaded)) {
      pending = loaded;
      return Change.NONE;
    }
    boolean settled = seen.isSameAs(pending) || !now.equals(entry);
    pending = seen;
    return settled ? Change.SETTLED : Change.FRESH;
  }

  /** Marks the slot as being loaded from {@code now}. */
  synchronized void begin(ServableEntry now) {
    if (!now.equals(entry)) {
      entry = now;
      roots = rootsOf(now);
    }
    isLoading = true;
    served.loading();
  }

  /**
   * Loads and swaps. Every file is looked at before it is read, so that a change in between shows
   * at the next look.
   */
  void load(GraphLoader loader, ServableNames names) {
    Set<Path> watched = rootsOf(entry);
    FileState seen = FileState.look(watched, loaded);
    Optional<LoadedGraph> graph = Optional.empty();
    try {
      GraphSource source = loader.source(entry);
      GraphDescription description = loader.parse(source);
      Set<Path> named = WatchedPaths.of(description, source.base());
      seen = seen.plus(FileState.look(named, loaded));
      watched.addAll(named);
      graph = Optional.of(loader.open(source, description, served::closed));
      names.claim(served, graph.get().aliases());
      served.serve(graph.get());
    } catch (RuntimeException | LinkageError e) {
      graph.ifPresent(LoadedGraph::release);
      served.fail(reason(e));
      // Whatever was missing may turn up anywhere below the servable's folder.
      watched.add(entry.basePath());
      seen = seen.plus(FileState.look(List.of(entry.basePath()), loaded));
    }
    loaded(watched, seen);
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
