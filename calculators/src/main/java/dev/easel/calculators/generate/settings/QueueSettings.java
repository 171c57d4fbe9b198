package dev.easel.calculators.generate.settings;

import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.queue.QueueLimits;
import dev.easel.framework.resource.ResourceRequest;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many tasks run and wait, as a node's options say, or else the deployment.
 *
 * @param concurrent how many run at once; absent means that the queue finds out
 * @param waiting how many may wait
 * @param waitingPerCaller how many of one caller may wait
 * @param runBytes what all that run may hold
 * @param waitingBytes what the decoded images of all that wait may take
 */
public record QueueSettings(
    OptionalInt concurrent, int waiting, int waitingPerCaller, long runBytes, long waitingBytes) {

  private static final int MOST = 1 << 20;
  private static final long MOST_MEBIBYTES = 1L << 40;

  /** The settings of the node for which a resource is opened. */
  static QueueSettings of(ResourceRequest request) {
    ImageGenCalculatorOptions options = request.options(ImageGenCalculatorOptions.class);
    Reader reader = new Reader(options, request.settings());
    Optional<Long> concurrent = reader.find("max_concurrent", 1, MOST);
    long waiting = reader.find("max_waiting", 0, MOST).orElse((long) options.getMaxWaiting());
    long share = reader.find("max_waiting_per_caller", 0, MOST).orElse((waiting + 1) / 2);
    return new QueueSettings(
        concurrent.isPresent()
            ? OptionalInt.of(Math.toIntExact(concurrent.get()))
            : OptionalInt.empty(),
        Math.toIntExact(waiting),
        Math.toIntExact(share),
        reader
            .find("max_run_memory_mib", 1, MOST_MEBIBYTES)
            .map(QueueSettings::bytes)
            .orElseGet(QueueSettings::physicalMemory),
        bytes(
            reader.find("max_waiting_mib", 0, MOST_MEBIBYTES).orElse(options.getMaxWaitingMib())));
  }

  private static long bytes(long mebibytes) {
    return mebibytes << 20;
  }

  /** What the graph says comes before what the deployment does. */
  private record Reader(ImageGenCalculatorOptions options, Map<String, String> deployment) {

    Optional<Long> find(String name, long least, long most) {
      var field = ImageGenCalculatorOptions.getDescriptor().findFieldByName(name);
      Optional<Long> found =
          options.hasField(field)
              ? Optional.of(unsigned((Number) options.getField(field)))
              : Optional.ofNullable(deployment.get(name)).map(Long::parseLong);
      found.ifPresent(value -> check(name, value, least, most));
      return found;
    }

    private static long unsigned(Number value) {
      return value instanceof Integer small ? Integer.toUnsignedLong(small) : value.longValue();
    }

    private static void check(String name, long value, long least, long most) {
      if (value < least || value > most) {
        throw LoadMistake.GRAPH_CONFIG_INVALID.because(
            "%s %d is not between %d and %d".formatted(name, value, least, most));
      }
    }
  }

  /** The limits of a model, of which it may be known how long a unit of work takes. */
  public QueueLimits limits(OptionalInt runs, double secondsPerUnit) {
    return new QueueLimits(runs, waiting, waitingPerCaller, runBytes, waitingBytes, secondsPerUnit);
  }

  private static long physicalMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Long.MAX_VALUE;
  }
}
