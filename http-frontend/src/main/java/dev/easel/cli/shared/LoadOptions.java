package dev.easel.cli.shared;

import dev.easel.serving.plugin.CalculatorFolder;
import dev.easel.serving.repository.LoadLimits;
import dev.easel.serving.repository.RepositorySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How servables are loaded and kept up to date. */
public final class LoadOptions {
  private static final Logger LOG = LoggerFactory.getLogger(LoadOptions.class);

  @Option(
      names = "--file_system_poll_wait_seconds",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "How often config.json, graphs and models are looked at for changes; 0 for never"
              + " (default: ${DEFAULT-VALUE}).")
  private long pollSeconds = 1;

  @Mixin private CacheFolder cache = new CacheFolder();

  @Option(
      names = "--parallel_loads",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many servables load at the same time (default: ${DEFAULT-VALUE}).")
  private int parallelLoads = 2;

  @Option(
      names = "--idle_unload_seconds",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "Unload a servable that no request used for so long and load it again with the next one;"
              + " an entry of config.json may say otherwise; 0 for never (default:"
              + " ${DEFAULT-VALUE}).")
  private long idleSeconds;

  @Option(
      names = "--idle_unload_timeout_seconds",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "Unload a group of servables that no request used for so long; without"
              + " --model_memory_budget one group is then loaded at a time, beside the group"
              + " 'permanent'; 0 for what config.json says (default: ${DEFAULT-VALUE}).")
  private long groupSeconds;

  @Option(
      names = "--group_turn_seconds",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How long a group stays loaded at least while requests for others wait (default:"
              + " ${DEFAULT-VALUE}).")
  private long turnSeconds = 5;

  @Option(
      names = "--model_memory_budget",
      paramLabel = "BYTES",
      defaultValue = "0",
      converter = Bytes.class,
      description =
          "How much model files loaded at the same time may weigh, such as 8G; the least used are"
              + " unloaded for others; 0 for any amount (default: ${DEFAULT-VALUE}).")
  private long modelBytes;

  @Option(
      names = "--max_waiting_requests",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "How many requests may wait for a servable that is loaded on demand (default:"
              + " ${DEFAULT-VALUE}).")
  private int waiting = 64;

  @Option(
      names = "--cache_size_limit",
      paramLabel = "BYTES",
      defaultValue = "0",
      converter = Bytes.class,
      description =
          "How large --cache_dir may grow, such as 20G; what was unused longest is deleted; 0 for"
              + " any size (default: ${DEFAULT-VALUE}).")
  private long cacheBytes;

  @Option(
      names = "--calculators_path",
      paramLabel = "DIR",
      description =
          "Folder of jars with calculators (default: the folder 'calculators' beside config.json).")
  private @Nullable Path calculatorsPath;

  @Option(
      names = "--lora_adapters_path",
      paramLabel = "DIR",
      description =
          "Folder from which POST /v1/load_lora_adapter may load adapters while the server runs"
              + " (default: none, it may not).")
  private @Nullable Path adaptersPath;

  /** Where compiled models are kept. */
  public Optional<Path> cacheDir() {
    return cache.folder();
  }

  /** How often files are looked at for changes; zero for never. */
  public Duration poll() {
    return Duration.ofSeconds(pollSeconds);
  }

  /** Refuses values that make no sense. */
  public void check(Misuse misuse) {
    misuse.when(pollSeconds < 0, "file_system_poll_wait_seconds must not be negative");
    misuse.when(parallelLoads < 1, "parallel_loads must be at least 1");
    misuse.when(idleSeconds < 0, "idle_unload_seconds must not be negative");
    misuse.when(groupSeconds < 0, "idle_unload_timeout_seconds must not be negative");
    misuse.when(turnSeconds < 0, "group_turn_seconds must not be negative");
    misuse.when(waiting < 1, "max_waiting_requests must be at least 1");
    misuse.when(
        cacheBytes > 0 && cacheDir().isEmpty(),
        "cache_size_limit needs cache_dir, whose size it is");
    misuse.when(
        calculatorsPath != null && !Files.isDirectory(calculatorsPath),
        "calculators_path " + calculatorsPath + " is not a folder");
    misuse.when(
        adaptersPath != null && !Files.isDirectory(adaptersPath),
        "lora_adapters_path " + adaptersPath + " is not a folder");
  }

  /**
   * The settings of the repository.
   *
   * @param calculatorsBeside the folder whose jars count when no other is named
   */
  public RepositorySettings settings(Optional<Path> calculatorsBeside) {
    Optional<Path> calculators = Optional.ofNullable(calculatorsPath).or(() -> calculatorsBeside);
    RepositorySettings settings =
        RepositorySettings.standard(new CalculatorFolder(calculators, LOG::info))
            .withPoll(poll())
            .withLimits(
                new LoadLimits(
                        parallelLoads,
                        modelBytes,
                        waiting,
                        idleSeconds == 0
                            ? Optional.empty()
                            : Optional.of(Duration.ofSeconds(idleSeconds)),
                        cacheDir(),
                        cacheBytes)
                    .withGroups(Duration.ofSeconds(groupSeconds), Duration.ofSeconds(turnSeconds)));
    if ("1".equals(System.getenv("OVMS_GRAPH_QUEUE_OFF"))) {
      settings = settings.withoutQueues();
    }
    if (adaptersPath != null) {
      settings =
          settings.withDeployment("lora_adapters_path", adaptersPath.toAbsolutePath().toString());
    }
    settings = settings.withDeployment("tuning_dir", cache.tuning().toString());
    return cacheDir().isEmpty()
        ? settings
        : settings.withDeployment("cache_dir", cacheDir().get().toString());
  }
}
