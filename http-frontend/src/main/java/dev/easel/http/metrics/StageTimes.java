package dev.easel.http.metrics;

import dev.easel.calculators.http.RunContext.Stage;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How long the stages of one run have taken so far.
 *
 * <p><b>Threads</b>: any.
 */
final class StageTimes {

  private static final int NANOS_PER_MICRO = 1000;
  private static final int MICROS_PER_MILLI = 1000;

  /** Made when the first stage is over: graphs without models have none. */
  private @Nullable Map<Stage, Long> nanos;

  synchronized void add(Stage stage, long more) {
    Map<Stage, Long> all = nanos;
    if (all == null) {
      all = new EnumMap<>(Stage.class);
      nanos = all;
    }
    all.merge(stage, more, Long::sum);
  }

  /** Calls for every stage that has taken time, under the name that clients know. */
  synchronized void forEach(ObjLongConsumer<String> listener) {
    Map<Stage, Long> all = nanos;
    if (all != null) {
      all.forEach((stage, taken) -> listener.accept(name(stage), taken));
    }
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  /** The value of a {@code Server-Timing} header, in milliseconds; "" when nothing is over yet. */
  String serverTiming() {
    return stages().toString();
  }

  /** The same with what all of it took. */
  String serverTiming(long totalNanos) {
    return append(stages(), "total", totalNanos).toString();
  }

  private StringBuilder stages() {
    StringBuilder text = new StringBuilder(96);
    forEach((name, taken) -> append(text, name, taken));
    return text;
  }

  private static StringBuilder append(StringBuilder text, String name, long taken) {
    text.append(text.isEmpty() ? "" : ", ");
    long micros = taken / NANOS_PER_MICRO;
    long rest = micros % MICROS_PER_MILLI;
    text.append(name).append(";dur=").append(micros / MICROS_PER_MILLI).append('.');
    return text.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest);
  }
}
