package dev.easel.serving.repository;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What loaded servables may take.
 *
 * @param parallel how many servables load at the same time
 * @param modelBytes how many bytes of model files may be loaded at the same time; 0 for any number
 * @param waiting how many requests may wait for one servable that is loaded on demand
 * @param idleUnload after how long without a request a servable is unloaded that does not say so
 *     itself; empty for never
 * @param groupTimeout the same for groups of servables, of which one is then loaded at a time
 *     unless there is a number of bytes; empty when groups are not managed so
 * @param groupTurn how long a group that was loaded stays so at least while requests for others
 *     wait
 * @param cacheDirectory where compiled models are kept, if anywhere
 * @param cacheBytes how large that folder may grow; 0 for any size
 */
public record LoadLimits(
    int parallel,
    long modelBytes,
    int waiting,
    Optional<Duration> idleUnload,
    Optional<Duration> groupTimeout,
    Duration groupTurn,
    Optional<Path> cacheDirectory,
    long cacheBytes) {

  /** Two loads at a time, everything stays loaded. */
  public static final LoadLimits STANDARD =
      new LoadLimits(2, 0, 64, Optional.empty(), Optional.empty(), 0);

  /** Limits without managed groups. */
  public LoadLimits(
      int parallel,
      long modelBytes,
      int waiting,
      Optional<Duration> idleUnload,
      Optional<Path> cacheDirectory,
      long cacheBytes) {
    this(
        parallel,
        modelBytes,
        waiting,
        idleUnload,
        Optional.empty(),
        Duration.ZERO,
        cacheDirectory,
        cacheBytes);
  }

  /** The same with managed groups. */
  public LoadLimits withGroups(Duration timeout, Duration turn) {
    return new LoadLimits(
        parallel,
        modelBytes,
        waiting,
        idleUnload,
        Optional.of(timeout).filter(time -> !time.isZero()),
        turn,
        cacheDirectory,
        cacheBytes);
  }

  /** Checks the numbers. */
  public LoadLimits {
    if (parallel < 1 || modelBytes < 0 || waiting < 1 || cacheBytes < 0) {
      throw new IllegalArgumentException(
          "limits out of range: " + parallel + ", " + modelBytes + ", " + waiting);
    }
  }
}
