package dev.easel.calculators.generate.tuning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much of the cores other programs took since this was made, as the kernel counts it: figures
 * of a busy machine are rough.
 */
public final class OtherLoad {

  private static final Path COUNTS = Path.of("/proc/stat");
  private static final int IDLE = 4;
  private static final int WAITING = 5;
  private static final int WHOLE = 100;
  private static final double TICKS_PER_SECOND = 100;

  private final Collection<Long> own;
  private final long begin = System.nanoTime();
  private final double busyBefore;
  private final double ownBefore;

  /** Begins to count all but these processes and this one. */
  public OtherLoad(Collection<Long> own) {
    this.own = own;
    busyBefore = busySeconds();
    ownBefore = ownSeconds();
  }

  /** In percent of all cores. */
  public int percent() {
    double cores = Runtime.getRuntime().availableProcessors();
    double wall = (System.nanoTime() - begin) / 1e9 * cores;
    double others = busySeconds() - busyBefore - (ownSeconds() - ownBefore);
    return (int) Math.max(0, Math.min(WHOLE, Math.round(WHOLE * others / wall)));
  }

  /** Of the whole machine. */
  private static double busySeconds() {
    try (Stream<String> lines = Files.lines(COUNTS)) {
      String[] fields = lines.findFirst().orElse("").split("\\s+", -1);
      double ticks = 0;
      for (int i = 1; i < fields.length; i++) {
        ticks += i == IDLE || i == WAITING ? 0 : Double.parseDouble(fields[i]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0; // a kernel that does not tell
    }
  }

  private double ownSeconds() {
    return Stream.concat(
            own.stream().map(ProcessHandle::of), Stream.of(Optional.of(ProcessHandle.current())))
        .flatMap(Optional::stream)
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(time -> time.toNanos() / 1e9)
        .sum();
  }
}
