package dev.easel.calculators.generate;

import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.queue.QueueLimits;
import java.lang.management.ManagementFactory;
import java.util.OptionalInt;

/**
 * How many tasks run and wait, as a node's options say.
 *
 * @param concurrent how many run at once; absent means to measure
 * @param waiting how many may wait
 * @param waitingPerCaller how many of one caller may wait
 * @param runBytes what all that run may hold
 * @param waitingBytes what the decoded images of all that wait may take
 */
record QueueSettings(
    OptionalInt concurrent, int waiting, int waitingPerCaller, long runBytes, long waitingBytes) {

  private static final int MOST = 1 << 20;
  private static final long MOST_MEBIBYTES = 1L << 40;

  static QueueSettings of(ImageGenCalculatorOptions options) {
    if (options.hasMaxConcurrent()) {
      check("max_concurrent", options.getMaxConcurrent(), 1, MOST);
    }
    check("max_waiting", options.getMaxWaiting(), 0, MOST);
    int waiting = options.getMaxWaiting();
    int share = options.hasMaxWaitingPerCaller() ? options.getMaxWaitingPerCaller() : half(waiting);
    check("max_waiting_per_caller", share, 0, MOST);
    if (options.hasMaxRunMemoryMib()) {
      check("max_run_memory_mib", options.getMaxRunMemoryMib(), 1, MOST_MEBIBYTES);
    }
    check("max_waiting_mib", options.getMaxWaitingMib(), 0, MOST_MEBIBYTES);
    return new QueueSettings(
        options.hasMaxConcurrent()
            ? OptionalInt.of(options.getMaxConcurrent())
            : OptionalInt.empty(),
        waiting,
        share,
        options.hasMaxRunMemoryMib() ? options.getMaxRunMemoryMib() << 20 : physicalMemory(),
        options.getMaxWaitingMib() << 20);
  }

  /** The limits of a model that was, or was not, measured. */
  QueueLimits limits(int runs, double secondsPerUnit) {
    return new QueueLimits(runs, waiting, waitingPerCaller, runBytes, waitingBytes, secondsPerUnit);
  }

  private static int half(int waiting) {
    return (waiting + 1) / 2;
  }

  private static long physicalMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "%s %d is not between %d and %d".formatted(name, value, least, most));
    }
  }
}
