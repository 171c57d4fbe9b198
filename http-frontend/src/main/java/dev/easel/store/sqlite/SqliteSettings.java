package dev.easel.store.sqlite;

import dev.easel.store.task.TaskLimits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Where a store lies and how large it may grow.
 *
 * @param folder made if it is not there
 * @param limits how much of each thing it takes
 * @param mostBytes how large the database may grow, without large request bodies
 * @param reserveBytes how much of that, and of the disk, new tasks leave alone, so that those which
 *     run can still end
 * @param dates the wall clock
 * @param nanos a clock that only goes forward, in nanoseconds
 */
public record SqliteSettings(
    Path folder,
    TaskLimits limits,
    long mostBytes,
    long reserveBytes,
    InstantSource dates,
    LongSupplier nanos) {

  /** A database of at most 64 GiB, of which 64 MiB are a reserve, by the machine's clocks. */
  public static SqliteSettings of(Path folder) {
    return new SqliteSettings(
        folder, TaskLimits.DEFAULT, 64L << 30, 64L << 20, InstantSource.system(), System::nanoTime);
  }
}
