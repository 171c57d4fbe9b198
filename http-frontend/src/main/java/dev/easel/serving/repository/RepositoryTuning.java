package dev.easel.serving.repository;

import dev.easel.calculators.generate.GenerationModels;
import dev.easel.calculators.generate.pipeline.ModelTuning;
import dev.easel.calculators.generate.pipeline.TuningTerms;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.graph.GraphSource;
import dev.easel.serving.graph.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the models of servables as they would be loaded to be served.
 *
 * <p><b>Threads</b>: one at a time: measurements would be of each other.
 */
public final class RepositoryTuning {
  private final RepositorySettings settings;
  private final GraphLoader loader;

  /** The tuning of what is served with these settings, which say where records are kept. */
  public RepositoryTuning(RepositorySettings settings) {
    this.settings = settings;
    this.loader = new GraphLoader(settings, Optional.empty());
  }

  /**
   * What came of one model.
   *
   * @param servable the servable's name, or its file
   * @param result what was measured; empty when it was not
   * @param obstacle why it was not; "" when it was
   */
  public record Outcome(String servable, Optional<ModelTuning.Result> result, String obstacle) {}

  /**
   * Measures the models of a {@code config.json}, a graph's file, a servable's folder or a folder
   * of them.
   *
   * @param name of the only servable to measure; empty for all
   * @param terms how
   */
  public List<Outcome> tune(Path path, Optional<String> name, TuningTerms terms)
      throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    if (Files.isRegularFile(path) && !path.toString().endsWith(".json")) {
      GraphSource source = GraphSource.file(path);
      tune(path.toString(), source, loader.parseAny(source), terms, outcomes);
      return outcomes;
    }
    List<ServableEntry> entries =
        entries(path).stream()
            .filter(entry -> name.map(entry.name()::equals).orElse(true))
            .toList();
    if (entries.isEmpty()) {
      throw new StatusException(
          StatusCode.NOT_FOUND, path + ": there is no servable" + name.map(" "::concat).orElse(""));
    }
    for (ServableEntry entry : entries) {
      try {
        GraphSource source = loader.source(entry);
        tune(entry.name(), source, loader.parse(source), terms, outcomes);
      } catch (StatusException e) {
        outcomes.add(new Outcome(entry.name(), Optional.empty(), e.message()));
      }
    }
    return outcomes;
  }

  private static List<ServableEntry> entries(Path path) {
    boolean isServable = Files.exists(path.resolve("graph.pbtxt")) || ModelFolder.holdsModel(path);
    if (isServable && !Files.exists(path.resolve("config.json"))) {
      return List.of(ServableEntry.of(String.valueOf(path.getFileName()), path));
    }
    RepositorySource source =
        Files.isDirectory(path) ? RepositorySource.folder(path) : RepositorySource.configFile(path);
    return source.read().servables();
  }

  /** Nodes that share a model have it measured once. */
  private void tune(
      String servable,
      GraphSource source,
      GraphDescription description,
      TuningTerms terms,
      List<Outcome> outcomes)
      throws InterruptedException {
    Set<Object> known = new HashSet<>();
    for (NodePlan node : description.plan().nodes()) {
      Optional<GenerationModels> models = models(description, node);
      ResourceRequest request =
          new ResourceRequest(node.name(), node.options(), source.base(), settings.deployment());
      if (models.isPresent() && known.add(models.get().identity(request))) {
        outcomes.add(tune(servable, models.get(), request, terms));
      }
    }
    if (known.isEmpty()) {
      outcomes.add(new Outcome(servable, Optional.empty(), "the graph names no model"));
    }
  }

  private static Outcome tune(
      String servable, GenerationModels models, ResourceRequest request, TuningTerms terms)
      throws InterruptedException {
    try {
      Optional<ModelTuning.Result> result = models.tune(request, terms);
      String obstacle = result.isPresent() ? "" : "the model is simulated: nothing is compiled";
      return new Outcome(servable, result, obstacle);
    } catch (StatusException e) {
      return new Outcome(servable, Optional.empty(), e.message());
    }
  }

  private static Optional<GenerationModels> models(GraphDescription description, NodePlan node) {
    return description
        .registry()
        .resource(node.type())
        .map(declared -> declared.factory())
        .filter(GenerationModels.class::isInstance)
        .map(GenerationModels.class::cast);
  }
}
