package dev.easel.framework.trace;

import dev.easel.framework.proto.ProfilerConfig;
import dev.easel.framework.proto.TimeHistogram;
import java.util.Arrays;

/** How often something took how long, in microseconds; the last interval is open-ended. */
final class Histogram {
  private static final long DEFAULT_INTERVAL = 1_000_000;

  private final long interval;
  private final long[] counts;
  private long total;

  Histogram(ProfilerConfig config) {
    long size = config.getHistogramIntervalSizeUsec();
    long intervals = config.getNumHistogramIntervals();
    interval = size > 0 ? size : DEFAULT_INTERVAL;
    counts = new long[intervals > 0 ? (int) Math.min(intervals, 1 << 16) : 1];
  }

  void add(long start, long end) {
    if (end >= start) {
      total += end - start;
      counts[(int) Math.min((end - start) / interval, counts.length - 1)]++;
    }
  }

  void reset() {
    total = 0;
    Arrays.fill(counts, 0);
  }

  /** All of it, or, for files, without the fields that hold what they hold by default. */
  TimeHistogram toProto(boolean brief) {
    TimeHistogram.Builder result = TimeHistogram.newBuilder().setTotal(total);
    if (!brief || interval != DEFAULT_INTERVAL) {
      result.setIntervalSizeUsec(interval);
    }
    if (!brief || counts.length != 1) {
      result.setNumIntervals(counts.length);
    }
    for (long count : counts) {
      result.addCount(count);
    }
    return result.build();
  }
}
