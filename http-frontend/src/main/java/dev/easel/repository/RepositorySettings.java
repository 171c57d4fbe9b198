package dev.easel.repository;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.graph.GraphSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a repository loads with.
 *
 * @param registry the calculators that graphs may name
 * @param graphs executors and services that all runs share
 * @param deployment settings of the deployment that resources may ask for, such as {@code
 *     cache_dir}
 * @param poll how often files are looked at; zero for never
 * @param parallelLoads how many servables load at the same time
 */
public record RepositorySettings(
    CalculatorRegistry registry,
    GraphSettings graphs,
    Map<String, String> deployment,
    Duration poll,
    int parallelLoads) {

  /** Copies the map and checks the numbers. */
  public RepositorySettings {
    deployment = Map.copyOf(deployment);
    if (poll.isNegative()) {
      throw new IllegalArgumentException("poll is negative: " + poll);
    }
    if (parallelLoads < 1) {
      throw new IllegalArgumentException("parallelLoads is " + parallelLoads + ", at least 1");
    }
  }

  /** Looks at the files every second and loads two servables at a time. */
  public static RepositorySettings standard(CalculatorRegistry registry) {
    return new RepositorySettings(
        registry, GraphSettings.standard(), Map.of(), Duration.ofSeconds(1), 2);
  }

  /** The same with other graph settings. */
  public RepositorySettings withGraphs(GraphSettings newGraphs) {
    return new RepositorySettings(registry, newGraphs, deployment, poll, parallelLoads);
  }

  /** The same with a setting of the deployment more. */
  public RepositorySettings withDeployment(String name, String value) {
    Map<String, String> more = new HashMap<>(deployment);
    more.put(name, value);
    return new RepositorySettings(registry, graphs, more, poll, parallelLoads);
  }

  /** The same with another interval between looks at the files. */
  public RepositorySettings withPoll(Duration newPoll) {
    return new RepositorySettings(registry, graphs, deployment, newPoll, parallelLoads);
  }

  /** The same with another number of loads at the same time. */
  public RepositorySettings withParallelLoads(int newParallelLoads) {
    return new RepositorySettings(registry, graphs, deployment, poll, newParallelLoads);
  }
}
