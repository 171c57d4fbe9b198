package dev.easel.serving.repository;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.Aliases;
import dev.easel.serving.config.ConfigReader;
import dev.easel.serving.config.RepositoryConfig;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.graph.ImageGraph;
import dev.easel.serving.graph.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where the list of servables comes from; read again at every look for changes. */
public sealed interface RepositorySource {
  /**
   * How deep below a repository's folder a servable may lie: {@code org/model} and its versions.
   */
  int DEPTH = 3;

  /** The servables as they are listed now. */
  RepositoryConfig read();

  /** The file whose content decides the list; empty when it has to be read to be compared. */
  default List<Path> listFiles() {
    return List.of();
  }

  /** The servables of a {@code config.json}. */
  static RepositorySource configFile(Path file) {
    return new ConfigFile(file);
  }

  /** One servable in a folder. */
  static RepositorySource single(String name, Path folder) {
    return new Single(ServableEntry.of(name, folder), Optional.empty());
  }

  /** One servable whose graph is this file, with paths that begin in the folder. */
  static RepositorySource graph(String name, Path file, Path folder) {
    return new Single(
        ServableEntry.of(name, folder).withGraph(file.toAbsolutePath()), Optional.empty());
  }

  /** One model, served by a graph made for it whatever lies in its folder. */
  static RepositorySource single(String name, Path folder, ImageGraph graph) {
    return new Single(ServableEntry.of(name, folder), Optional.of(graph));
  }

  /**
   * The folder's {@code config.json} if there is one, otherwise every folder below that holds a
   * graph or a model, named by its path.
   */
  static RepositorySource folder(Path folder) {
    return new Folder(folder);
  }

  /**
   * One servable of another source: that of this name, or the first. When none has the name it may
   * be an alias, so all of them are loaded.
   */
  static RepositorySource one(RepositorySource source, Optional<String> name) {
    return new One(source, name);
  }

  /**
   * The servables of another source, with further names.
   *
   * @param aliases what the command line says: servables' names by alias
   * @param file a file that says more, read again when it changes
   * @param more what that file says now
   */
  static RepositorySource aliased(
      RepositorySource source,
      Map<String, String> aliases,
      Optional<Path> file,
      Supplier<Map<String, String>> more) {
    return new Aliased(source, aliases, file, more);
  }

  /** Whether the command line alone says what is served. */
  default boolean isSingle() {
    return false;
  }

  /** The graph that stands in for a file; empty when the entries' own files count. */
  default Optional<ImageGraph> madeGraph() {
    return Optional.empty();
  }

  /** A configuration file. */
  record ConfigFile(Path file) implements RepositorySource {
    @Override
    public RepositoryConfig read() {
      return ConfigReader.read(file);
    }

    @Override
    public List<Path> listFiles() {
      return List.of(file);
    }
  }

  /** One servable from the command line. */
  record Single(ServableEntry entry, Optional<ImageGraph> madeGraph) implements RepositorySource {
    @Override
    public RepositoryConfig read() {
      return new RepositoryConfig(List.of(entry), Optional.empty(), Optional.empty(), List.of());
    }

    @Override
    public boolean isSingle() {
      return true;
    }
  }

  /** Another source with further names. */
  record Aliased(
      RepositorySource source,
      Map<String, String> aliases,
      Optional<Path> file,
      Supplier<Map<String, String>> more)
      implements RepositorySource {

    /** Copies the map. */
    public Aliased {
      aliases = Map.copyOf(aliases);
    }

    @Override
    public RepositoryConfig read() {
      RepositoryConfig named = Aliases.add(source.read(), aliases, "--aliases");
      return Aliases.add(
          named, more.get(), file.map(Path::toString).orElse("the file of keys and groups"));
    }

    @Override
    public List<Path> listFiles() {
      List<Path> files = new ArrayList<>(source.listFiles());
      if (!files.isEmpty()) {
        file.ifPresent(files::add);
      }
      return files;
    }

    @Override
    public Optional<ImageGraph> madeGraph() {
      return source.madeGraph();
    }

    @Override
    public boolean isSingle() {
      return source.isSingle();
    }
  }

  /** One servable of many. */
  record One(RepositorySource source, Optional<String> name) implements RepositorySource {
    @Override
    public RepositoryConfig read() {
      RepositoryConfig all = source.read();
      List<ServableEntry> chosen =
          all.servables().stream()
              .filter(entry -> name.isEmpty() || name.get().equals(entry.name()))
              .limit(1)
              .toList();
      return new RepositoryConfig(
          chosen.isEmpty() ? all.servables() : chosen,
          all.metrics(),
          all.groupTimeout(),
          all.warnings());
    }

    @Override
    public Optional<ImageGraph> madeGraph() {
      return source.madeGraph();
    }
  }

  /** A folder of servables. */
  record Folder(Path folder) implements RepositorySource {
    @Override
    public RepositoryConfig read() {
      Path config = folder.resolve("config.json");
      if (Files.exists(config)) {
        return ConfigReader.read(config);
      }
      return new RepositoryConfig(entries(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The servables that the folder itself shows, whether a configuration names them or not. */
    public List<ServableEntry> entries() {
      List<ServableEntry> entries = new ArrayList<>();
      try (Stream<Path> found = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
        found.sorted().filter(this::servable).forEach(p -> entries.add(entry(p)));
      } catch (IOException e) {
        throw unreadable(e);
      } catch (UncheckedIOException e) {
        IOException cause = e.getCause();
        throw cause == null ? e : unreadable(cause);
      }
      return entries;
    }

    private StatusException unreadable(IOException e) {
      String why =
          e instanceof FileSystemLoopException loop
              ? loop.getFile() + " is a link to a folder that it lies in; remove it"
              : e.toString();
      return new StatusException(
          StatusCode.FAILED_PRECONDITION, "cannot look through " + folder + ": " + why, e);
    }

    private boolean servable(Path path) {
      return !path.equals(folder)
          && Files.isDirectory(path)
          && (Files.isRegularFile(path.resolve("graph.pbtxt")) || ModelFolder.holdsModel(path));
    }

    private ServableEntry entry(Path path) {
      return ServableEntry.of(folder.relativize(path).toString().replace('\\', '/'), path);
    }
  }
}
