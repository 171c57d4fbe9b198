package dev.easel.serving.repository;

import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.Mistake;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ConfigException;
import dev.easel.serving.config.RepositoryConfig;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.graph.GraphSource;
import dev.easel.serving.graph.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a configuration, a folder or a graph without serving it.
 *
 * <p><b>Threads</b>: any.
 */
public final class RepositoryCheck {
  private final GraphLoader loader;
  private final boolean opensModels;

  /**
   * A check with the calculators of {@code settings}.
   *
   * @param opensModels whether models are opened too, which takes the time and memory of serving
   */
  public RepositoryCheck(RepositorySettings settings, boolean opensModels) {
    this.loader = new GraphLoader(settings, Optional.empty());
    this.opensModels = opensModels;
  }

  /** Checks a {@code config.json}, a graph's file, a servable's folder or a folder of them. */
  public CheckReport check(Path path) {
    if (Files.isDirectory(path)) {
      return folder(path);
    }
    return path.toString().endsWith(".json")
        ? list(RepositorySource.configFile(path))
        : graphFile(path);
  }

  private CheckReport folder(Path folder) {
    boolean isServable =
        Files.exists(folder.resolve("graph.pbtxt")) || ModelFolder.holdsModel(folder);
    if (isServable && !Files.exists(folder.resolve("config.json"))) {
      ServableEntry entry = ServableEntry.of(String.valueOf(folder.getFileName()), folder);
      return new CheckReport(List.of(servable(entry, new HashMap<>())), List.of(), List.of());
    }
    CheckReport report = list(RepositorySource.folder(folder));
    if (report.isValid() && report.graphs().isEmpty() && report.warnings().isEmpty()) {
      String message = "the folder holds no config.json, no graph.pbtxt and no model";
      return new CheckReport(List.of(), List.of(mistake(folder.toString(), message)), List.of());
    }
    return report;
  }

  private CheckReport list(RepositorySource source) {
    try {
      RepositoryConfig config = source.read();
      Map<String, String> names = new HashMap<>();
      config.servables().forEach(entry -> names.put(entry.name(), entry.name()));
      List<CheckReport.Graph> graphs =
          config.servables().stream().map(entry -> servable(entry, names)).toList();
      return new CheckReport(graphs, List.of(), config.warnings());
    } catch (ConfigException e) {
      return new CheckReport(List.of(), e.mistakes(), List.of());
    } catch (StatusException e) {
      String place = source.listFiles().isEmpty() ? "" : source.listFiles().get(0).toString();
      return new CheckReport(List.of(), mistakes(e, place), List.of());
    }
  }

  private CheckReport graphFile(Path file) {
    String name = file.toString();
    try {
      GraphSource source = GraphSource.file(file);
      GraphDescription description = loader.parseAny(source);
      List<Mistake> mistakes = loader.check(source, description);
      List<Mistake> warnings =
          mistakes.isEmpty() ? loader.warnings(source, description) : List.of();
      return new CheckReport(
          List.of(new CheckReport.Graph("", name, mistakes, warnings)), List.of(), List.of());
    } catch (StatusException e) {
      return new CheckReport(
          List.of(new CheckReport.Graph("", name, mistakes(e, name))), List.of(), List.of());
    }
  }

  /**
   * Checks one servable of a list.
   *
   * @param names who has a name or alias, which its own are added to
   */
  private CheckReport.Graph servable(ServableEntry entry, Map<String, String> names) {
    if (!entry.mistakes().isEmpty()) {
      return new CheckReport.Graph(entry.name(), entry.file(), entry.mistakes());
    }
    String file = entry.basePath().toString();
    List<Mistake> mistakes = new ArrayList<>();
    List<Mistake> warnings = new ArrayList<>();
    try {
      GraphSource source = loader.source(entry);
      file = source.fileName();
      GraphDescription description = loader.parse(source);
      mistakes.addAll(loader.check(source, description));
      if (mistakes.isEmpty()) {
        warnings.addAll(loader.warnings(source, description));
        loader.checkNames(entry, source, description);
        claim(entry.name(), loader.aliases(source, description), names);
      }
      if (opensModels && mistakes.isEmpty()) {
        loader.open(entry.name(), source, description, () -> {}).release();
      }
    } catch (StatusException e) {
      mistakes.addAll(mistakes(e, file));
    } catch (RuntimeException | Error e) { // as serving would: no file may break the look at others
      mistakes.add(new Mistake(StatusCode.INTERNAL, file, 0, 0, "", e.toString(), ""));
    }
    return new CheckReport.Graph(entry.name(), file, mistakes, warnings);
  }

  private static void claim(String owner, List<String> aliases, Map<String, String> names) {
    for (String alias : aliases) {
      String other = names.putIfAbsent(alias, owner);
      if (other != null && !other.equals(owner)) {
        throw ServableNames.taken(alias, owner, other);
      }
    }
  }

  private static List<Mistake> mistakes(StatusException e, String file) {
    if (e instanceof GraphConfigException graph && !graph.mistakes().isEmpty()) {
      return graph.mistakes();
    }
    return List.of(new Mistake(e.code(), file, 0, 0, "", e.message(), ""));
  }

  private static Mistake mistake(String file, String message) {
    return new Mistake(StatusCode.NOT_FOUND, file, 0, 0, "", message, "");
  }
}
