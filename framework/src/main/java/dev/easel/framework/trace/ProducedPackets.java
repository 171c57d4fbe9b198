package dev.easel.framework.trace;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When the newest packets of each stream were made, and when their sources began. */
final class ProducedPackets {
  private static final int KEPT = 400;

  private final Map<String, ArrayDeque<Times>> byStream = new HashMap<>();

  /** The times of one packet, microseconds since 1970. */
  record Times(long timestamp, long produced, long source) {}

  void add(String stream, long timestamp, long produced, long source) {
    ArrayDeque<Times> times = byStream.computeIfAbsent(stream, s -> new ArrayDeque<>());
    times.add(new Times(timestamp, produced, source));
    if (times.size() > KEPT) {
      times.remove();
    }
  }

  @Nullable Times find(String stream, long timestamp) {
    ArrayDeque<Times> times = byStream.get(stream);
    if (times != null) {
      for (Iterator<Times> i = times.descendingIterator(); i.hasNext(); ) {
        Times each = i.next();
        if (each.timestamp == timestamp) {
          return each;
        }
      }
    }
    return null;
  }
}
