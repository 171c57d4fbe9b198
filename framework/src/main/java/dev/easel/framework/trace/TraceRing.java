package dev.easel.framework.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest events, as many as there is room for. */
final class TraceRing {
  private static final int DEFAULT_CAPACITY = 20_000;
  private static final int MOST = 1 << 24;

  private final int capacity;
  private @Nullable TraceEvent[] events = new TraceEvent[64];
  private long added;

  TraceRing(long wished) {
    capacity = wished > 0 ? (int) Math.min(wished, MOST) : DEFAULT_CAPACITY;
  }

  void add(TraceEvent event) {
    if (added == events.length && events.length < capacity) {
      @Nullable TraceEvent[] larger = new TraceEvent[Math.min(capacity, events.length * 2)];
      System.arraycopy(events, 0, larger, 0, events.length);
      events = larger;
    }
    events[(int) (added % Math.min(events.length, capacity))] = event;
    added++;
  }

  /** The events from {@code begin} to before {@code end}, oldest first. */
  List<TraceEvent> between(long begin, long end) {
    int length = Math.min(events.length, capacity);
    List<TraceEvent> found = new ArrayList<>();
    for (long i = Math.max(0, added - length); i < added; i++) {
      TraceEvent event = events[(int) (i % length)];
      if (event != null && event.time() >= begin && event.time() < end) {
        found.add(event);
      }
    }
    return found;
  }
}
