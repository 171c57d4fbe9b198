package dev.easel.cli;

import dev.easel.repository.RepositorySettings;
import dev.easel.repository.plugin.CalculatorFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How servables are loaded and kept up to date. */
final class LoadOptions {
  @Option(
      names = "--file_system_poll_wait_seconds",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "How often config.json, graphs and models are looked at for changes; 0 for never"
              + " (default: ${DEFAULT-VALUE}).")
  private long pollSeconds = 1;

  @Option(
      names = "--cache_dir",
      paramLabel = "DIR",
      description = "Where compiled models are kept, so that the next start is faster.")
  private @Nullable Path cacheDir;

  @Option(
      names = "--parallel_loads",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many servables load at the same time (default: ${DEFAULT-VALUE}).")
  private int parallelLoads = 2;

  @Option(
      names = "--calculators_path",
      paramLabel = "DIR",
      description =
          "Folder of jars with calculators (default: the folder 'calculators' beside config.json).")
  private @Nullable Path calculatorsPath;

  Optional<Path> cacheDir() {
    return Optional.ofNullable(cacheDir).map(Path::toAbsolutePath);
  }

  void check(Misuse misuse) {
    misuse.when(pollSeconds < 0, "file_system_poll_wait_seconds must not be negative");
    misuse.when(parallelLoads < 1, "parallel_loads must be at least 1");
    misuse.when(
        calculatorsPath != null && !Files.isDirectory(calculatorsPath),
        "calculators_path " + calculatorsPath + " is not a folder");
  }

  /**
   * The settings of the repository.
   *
   * @param calculatorsBeside the folder whose jars count when no other is named
   */
  RepositorySettings settings(Optional<Path> calculatorsBeside) {
    Optional<Path> calculators = Optional.ofNullable(calculatorsPath).or(() -> calculatorsBeside);
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorFolder.registry(calculators))
            .withPoll(Duration.ofSeconds(pollSeconds))
            .withParallelLoads(parallelLoads);
    return cacheDir == null
        ? settings
        : settings.withDeployment("cache_dir", cacheDir.toAbsolutePath().toString());
  }
}
