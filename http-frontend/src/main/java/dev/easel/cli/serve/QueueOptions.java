package dev.easel.cli.serve;

import dev.easel.cli.shared.Misuse;
import dev.easel.serving.repository.RepositorySettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the queue of a model takes where its graph does not say. */
final class QueueOptions {
  private static final String UNLESS = " A graph's option of this name counts before it.";

  @Option(
      names = "--max_concurrent",
      paramLabel = "N",
      description =
          "How many requests a model runs at once (default: 1 or 2, as the first ones show)."
              + UNLESS)
  private @Nullable Integer concurrent;

  @Option(
      names = "--max_waiting",
      paramLabel = "N",
      description = "How many requests may wait for a model (default: 32)." + UNLESS)
  private @Nullable Integer waiting;

  @Option(
      names = "--max_waiting_per_caller",
      paramLabel = "N",
      description =
          "How many of those may be one caller's while others wait too (default: half)." + UNLESS)
  private @Nullable Integer waitingPerCaller;

  @Option(
      names = "--max_waiting_mib",
      paramLabel = "MIB",
      description =
          "How much memory the decoded images of waiting requests may take (default: 1024)."
              + UNLESS)
  private @Nullable Integer waitingMib;

  @Option(
      names = "--max_run_memory_mib",
      paramLabel = "MIB",
      description =
          "How much memory the running requests of a model may take, by estimate (default: what"
              + " the machine has)."
              + UNLESS)
  private @Nullable Integer runMib;

  void check(Misuse misuse) {
    check(misuse, "max_concurrent", concurrent, 1);
    check(misuse, "max_waiting", waiting, 0);
    check(misuse, "max_waiting_per_caller", waitingPerCaller, 0);
    check(misuse, "max_waiting_mib", waitingMib, 0);
    check(misuse, "max_run_memory_mib", runMib, 1);
  }

  private static void check(Misuse misuse, String name, @Nullable Integer value, int least) {
    misuse.when(value != null && value < least, name + " must be at least " + least);
  }

  /** The settings with these defaults for models. */
  RepositorySettings addTo(RepositorySettings settings) {
    RepositorySettings added = add(settings, "max_concurrent", concurrent);
    added = add(added, "max_waiting", waiting);
    added = add(added, "max_waiting_per_caller", waitingPerCaller);
    added = add(added, "max_waiting_mib", waitingMib);
    return add(added, "max_run_memory_mib", runMib);
  }

  private static RepositorySettings add(
      RepositorySettings settings, String name, @Nullable Integer value) {
    return value == null ? settings : settings.withDeployment(name, String.valueOf(value));
  }
}
