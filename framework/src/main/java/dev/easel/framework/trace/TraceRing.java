package dev.easel.framework.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The newest events that nobody has taken yet, as many as there is room for. */
final class TraceRing {
  private static final int DEFAULT_CAPACITY = 20_000;
  private static final int MOST = 1 << 24;

  private final int capacity;
  private ArrayDeque<TraceEvent> events = new ArrayDeque<>();

  TraceRing(long wished) {
    capacity = wished > 0 ? (int) Math.min(wished, MOST) : DEFAULT_CAPACITY;
  }

  void add(TraceEvent event) {
    if (events.size() == capacity) {
      events.remove();
    }
    events.add(event);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /**
   * Takes the events that belong to calls that returned by {@code until}, oldest first. Events come
   * in after the time that they tell of, so what counts is whether they were taken, not their time.
   */
  List<TraceEvent> take(long until) {
    List<TraceEvent> taken = new ArrayList<>(events.size());
    ArrayDeque<TraceEvent> left = new ArrayDeque<>();
    for (TraceEvent event : events) {
      if (event.returned() <= until) {
        taken.add(event);
      } else {
        left.add(event);
      }
    }
    events = left;
    return taken;
  }
}
