package dev.easel.repository;

import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.pool.SharedResources;
import dev.easel.framework.status.StatusCode;
import dev.easel.repository.config.ServableEntry;
import java.util.Optional;

/** Turns an entry into a graph that runs. */
final class GraphLoader {
  private final RepositorySettings settings;
  private final Optional<ImageGraph> madeGraph;

  GraphLoader(RepositorySettings settings, Optional<ImageGraph> madeGraph) {
    this.settings = settings;
    this.madeGraph = madeGraph;
  }

  /** The entry's graph as text. */
  GraphSource source(ServableEntry entry) {
    if (!entry.mistakes().isEmpty()) {
      throw new GraphConfigException(
          StatusCode.INVALID_ARGUMENT, "the entry in the configuration is wrong", entry.mistakes());
    }
    return madeGraph
        .map(graph -> GraphSource.made(entry.basePath(), graph))
        .orElseGet(() -> GraphSource.read(entry));
  }

  /** Parses and checks; every mistake is named with its place. */
  GraphDescription parse(GraphSource source) {
    QueueDirective.read(source, Runtime.getRuntime().availableProcessors());
    return GraphDescription.parse(source.text(), source.fileName(), settings.registry());
  }

  /** Opens what the graph's nodes share, which is where models are loaded. */
  LoadedGraph open(GraphSource source, GraphDescription description, Runnable onClosed) {
    GraphEnds ends = GraphEnds.of(description, source.fileName());
    SharedResources resources =
        SharedResources.open(description, source.base(), settings.deployment());
    return new LoadedGraph(description, ends, resources, settings.graphs(), onClosed);
  }
}
