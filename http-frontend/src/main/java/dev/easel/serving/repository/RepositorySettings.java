package dev.easel.serving.repository;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.serving.plugin.Calculators;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a repository loads with.
 *
 * @param calculators the calculators that graphs may name
 * @param graphs executors and services that all runs share
 * @param deployment settings of the deployment that resources may ask for, such as {@code
 *     cache_dir}
 * @param poll how often files are looked at; zero for never
 * @param limits what loaded servables may take
 * @param threads how many threads each servable's graphs have, where the application gives none
 * @param checksQueues whether OVMS's directive about a pool of graphs is checked
 * @param countsRuns whether what the runs do is counted for those who look on
 */
public record RepositorySettings(
    Calculators calculators,
    GraphSettings graphs,
    Map<String, String> deployment,
    Duration poll,
    LoadLimits limits,
    int threads,
    boolean checksQueues,
    boolean countsRuns) {

  // More than cores: a calculator that waits for a device holds its thread, and must not keep other
  // requests from being read or refused. They are started when they are needed.
  private static final int LEAST_THREADS = 16;
  private static final int THREADS_PER_CORE = 4;

  /** Copies the map and checks the numbers. */
  public RepositorySettings {
    deployment = Map.copyOf(deployment);
    if (poll.isNegative()) {
      throw new IllegalArgumentException("poll is negative: " + poll);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads);
    }
  }

  /** Looks at the files every second. */
  public static RepositorySettings standard(CalculatorRegistry registry) {
    return standard(Calculators.fixed(registry));
  }

  /** The same with calculators that may change. */
  public static RepositorySettings standard(Calculators calculators) {
    return new RepositorySettings(
        calculators,
        GraphSettings.standard(),
        Map.of(),
        Duration.ofSeconds(1),
        LoadLimits.STANDARD,
        Math.max(LEAST_THREADS, THREADS_PER_CORE * Runtime.getRuntime().availableProcessors()),
        true,
        true);
  }

  /** The same with other graph settings. */
  public RepositorySettings withGraphs(GraphSettings newGraphs) {
    return new RepositorySettings(
        calculators, newGraphs, deployment, poll, limits, threads, checksQueues, countsRuns);
  }

  /** The same with a setting of the deployment more. */
  public RepositorySettings withDeployment(String name, String value) {
    Map<String, String> more = new HashMap<>(deployment);
    more.put(name, value);
    return new RepositorySettings(
        calculators, graphs, more, poll, limits, threads, checksQueues, countsRuns);
  }

  /** The same with another interval between looks at the files. */
  public RepositorySettings withPoll(Duration newPoll) {
    return new RepositorySettings(
        calculators, graphs, deployment, newPoll, limits, threads, checksQueues, countsRuns);
  }

  /** The same with other limits. */
  public RepositorySettings withLimits(LoadLimits newLimits) {
    return new RepositorySettings(
        calculators, graphs, deployment, poll, newLimits, threads, checksQueues, countsRuns);
  }

  /** The same with another number of threads for each servable. */
  public RepositorySettings withThreads(int newThreads) {
    return new RepositorySettings(
        calculators, graphs, deployment, poll, limits, newThreads, checksQueues, countsRuns);
  }

  /** The same, taking directives about pools of graphs for mere comments. */
  public RepositorySettings withoutQueues() {
    return new RepositorySettings(
        calculators, graphs, deployment, poll, limits, threads, false, countsRuns);
  }

  /** The same, counting nothing of what the runs do. */
  public RepositorySettings withoutCounts() {
    return new RepositorySettings(
        calculators, graphs, deployment, poll, limits, threads, checksQueues, false);
  }
}
