package dev.easel.genai.worker.host;

import dev.easel.genai.GenAi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How worker processes are started and watched.
 *
 * @param evidence the folder in which what is known of a process's end is kept
 * @param keepsPrompts whether prompts may stand there
 * @param silence how long a process at work may give no sign of life before it is ended
 * @param watchdog how long a load, or a run, may make no progress before its process is ended
 * @param addressSpaceBytes how much address space a process may have; empty for no limit
 * @param isolatesNetwork whether a process is cut off from the network, where the system allows it
 */
public record WorkerSettings(
    Path evidence,
    boolean keepsPrompts,
    Duration silence,
    Duration watchdog,
    OptionalLong addressSpaceBytes,
    boolean isolatesNetwork) {
  private static final Duration USUAL_SILENCE = Duration.ofSeconds(30);
  private static final Duration USUAL_WATCHDOG = Duration.ofMinutes(15);

  /** Checks the values. */
  public WorkerSettings {
    if (silence.toSeconds() < 2 || watchdog.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "silence must be at least 2 s and watchdog 1 s, not " + silence + " and " + watchdog);
    }
  }

  /** What is right for most; evidence is kept in the user's cache. */
  public static WorkerSettings standard() {
    return new WorkerSettings(
        GenAi.cache().resolve("crashes"),
        false,
        USUAL_SILENCE,
        USUAL_WATCHDOG,
        OptionalLong.empty(),
        true);
  }

  /** The same with another folder for evidence. */
  public WorkerSettings withEvidence(Path folder) {
    return new WorkerSettings(
        folder, keepsPrompts, silence, watchdog, addressSpaceBytes, isolatesNetwork);
  }

  /** The same, with or without prompts in the evidence. */
  public WorkerSettings withPrompts(boolean keeps) {
    return new WorkerSettings(
        evidence, keeps, silence, watchdog, addressSpaceBytes, isolatesNetwork);
  }

  /** The same with other times after which a process counts as hanging. */
  public WorkerSettings withPatience(Duration newSilence, Duration newWatchdog) {
    return new WorkerSettings(
        evidence, keepsPrompts, newSilence, newWatchdog, addressSpaceBytes, isolatesNetwork);
  }

  /** The same with another time after which a load, or a run, that makes no progress is ended. */
  public WorkerSettings withWatchdog(Duration newWatchdog) {
    return withPatience(silence, newWatchdog);
  }

  /** The same with a limit of address space. */
  public WorkerSettings withAddressSpace(long bytes) {
    return new WorkerSettings(
        evidence, keepsPrompts, silence, watchdog, OptionalLong.of(bytes), isolatesNetwork);
  }

  /** The same, with or without a network of its own. */
  public WorkerSettings withIsolatedNetwork(boolean isolates) {
    return new WorkerSettings(
        evidence, keepsPrompts, silence, watchdog, addressSpaceBytes, isolates);
  }
}
