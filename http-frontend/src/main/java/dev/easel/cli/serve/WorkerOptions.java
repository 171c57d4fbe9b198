package dev.easel.cli.serve;

import dev.easel.cli.shared.Misuse;
import dev.easel.serving.repository.RepositorySettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The processes in which native code runs the models. */
final class WorkerOptions {

  /** As the graph's option of this name has them. */
  enum Isolation {
    PROCESS,
    SERVER,
    IN_PROCESS
  }

  @Option(
      names = "--isolation",
      paramLabel = "WHERE",
      description =
          "Where models run whose graph does not say: each in a PROCESS of its own, all in one"
              + " beside the SERVER, or IN_PROCESS, where a crash of native code ends the server"
              + " (default: PROCESS).")
  private @Nullable Isolation isolation;

  @Option(
      names = "--crash_path",
      paramLabel = "FOLDER",
      description =
          "Where is kept what is known of a model's process that ended, the newest of it (default:"
              + " crashes in the cache).")
  private @Nullable Path crashPath;

  @Option(
      names = "--crash_prompts",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Keep the prompts of the requests that it worked on there, too.")
  private boolean crashPrompts;

  @Option(
      names = "--worker_hang_seconds",
      paramLabel = "SECONDS",
      description =
          "How long a load or a request may make no progress before its process is ended (default:"
              + " 900).")
  private @Nullable Integer hangSeconds;

  @Option(
      names = "--worker_memory_mib",
      paramLabel = "MIB",
      description =
          "How much address space a model's process may have (default: as much as it wants).")
  private @Nullable Integer memoryMib;

  void check(Misuse misuse) {
    misuse.when(hangSeconds != null && hangSeconds < 1, "worker_hang_seconds must be at least 1");
    misuse.when(memoryMib != null && memoryMib < 1, "worker_memory_mib must be at least 1");
  }

  /** The settings with these for models. */
  RepositorySettings addTo(RepositorySettings settings) {
    RepositorySettings added = add(settings, "isolation", isolation);
    added = add(added, "crash_path", crashPath == null ? null : crashPath.toAbsolutePath());
    added = add(added, "worker_hang_seconds", hangSeconds);
    added = add(added, "worker_memory_mib", memoryMib);
    return crashPrompts ? added.withDeployment("crash_prompts", "true") : added;
  }

  private static RepositorySettings add(
      RepositorySettings settings, String name, @Nullable Object value) {
    return value == null ? settings : settings.withDeployment(name, value.toString());
  }
}
