package dev.easel.framework.service;

import dev.easel.framework.calculator.Counter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of a graph by name; each is made when it is first asked for.
 *
 * <p><b>Threads:</b> any.
 */
public final class Counters {
  private final Map<String, Counter> byName = new ConcurrentHashMap<>(0);

  /** No counters yet. */
  public Counters() {}

  /** The counter of this name. */
  public Counter get(String name) {
    return byName.computeIfAbsent(name, n -> new Counter());
  }

  /** The values of all counters as they are now, sorted by name. */
  public Map<String, Long> values() {
    Map<String, Long> values = new TreeMap<>();
    byName.forEach((name, counter) -> values.put(name, counter.get()));
    return values;
  }
}
