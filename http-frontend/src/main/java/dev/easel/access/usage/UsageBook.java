package dev.easel.access.usage;

import dev.easel.store.record.CounterList;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Under which names a store counts what keys use. Names of groups and keys have no slash.
 *
 * <p>A group's pixel steps are a counter too, so that its budget needs one look whatever the number
 * of its keys.
 */
public final class UsageBook {
  private static final String KEYS = "key/";
  private static final String GROUPS = "group/";
  private static final String REQUESTS = "requests";
  private static final String PIXELS = "pixels";
  private static final String STEPS = "pixel-steps";

  private UsageBook() {}

  /** Notes what a key has used. */
  static void note(Map<String, Long> counters, String group, String key, Usage usage) {
    String name = KEYS + group + "/" + key + "/";
    add(counters, name + REQUESTS, usage.requests());
    add(counters, name + PIXELS, usage.pixels());
    add(counters, name + STEPS, usage.pixelSteps());
    // Also where it is nothing: the answer says what other servers have added.
    counters.merge(steps(group), usage.pixelSteps(), Long::sum);
  }

  private static void add(Map<String, Long> counters, String name, long amount) {
    if (amount != 0) {
      counters.merge(name, amount, Long::sum);
    }
  }

  /** The counter of a group's pixel steps. */
  static String steps(String group) {
    return GROUPS + group;
  }

  /** The pixel steps of each group on a day. */
  static Map<String, Long> stepsOfGroups(CounterList counters, LocalDate day) {
    Map<String, Long> steps = new TreeMap<>();
    counters
        .list(day.toEpochDay(), GROUPS)
        .forEach((name, sum) -> steps.put(name.substring(GROUPS.length()), sum));
    return steps;
  }

  /** What each key has used on each day from the first to the last, by day, group and key. */
  public static List<UsageLine> lines(CounterList counters, LocalDate first, LocalDate last) {
    List<UsageLine> lines = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      lines.addAll(lines(counters.list(day.toEpochDay(), KEYS), day));
    }
    return lines;
  }

  private static List<UsageLine> lines(SortedMap<String, Long> sums, LocalDate day) {
    SortedMap<String, Usage> keys = new TreeMap<>();
    sums.forEach(
        (name, sum) -> {
          int end = name.lastIndexOf('/');
          keys.merge(name.substring(0, end), usage(name.substring(end + 1), sum), Usage::plus);
        });
    List<UsageLine> lines = new ArrayList<>();
    keys.forEach(
        (name, usage) -> {
          String[] parts = name.split("/", -1);
          lines.add(new UsageLine(day, parts[1], parts[2], usage));
        });
    return lines;
  }

  private static Usage usage(String kind, long sum) {
    return new Usage(
        kind.equals(REQUESTS) ? sum : 0,
        kind.equals(PIXELS) ? sum : 0,
        kind.equals(STEPS) ? sum : 0);
  }
}
