package dev.easel.framework.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;

/** Puts each of a number of things after those that it depends on, otherwise as they were. */
final class TopologicalOrder {
  private final List<TreeSet<Integer>> after = new ArrayList<>();
  private final int[] before;

  TopologicalOrder(int size) {
    before = new int[size];
    for (int i = 0; i < size; i++) {
      after.add(new TreeSet<>());
    }
  }

  void edge(int from, int to) {
    if (after.get(from).add(to)) {
      before[to]++;
    }
  }

  /** The order; shorter than what was put in if there is a cycle. */
  List<Integer> sort() {
    int[] missing = before.clone();
    PriorityQueue<Integer> free = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        free.add(i);
      }
    }
    List<Integer> order = new ArrayList<>();
    while (!free.isEmpty()) {
      int next = free.poll();
      order.add(next);
      for (int to : after.get(next)) {
        if (--missing[to] == 0) {
          free.add(to);
        }
      }
    }
    return order;
  }

  /** One cycle among those that are not in {@code order}. */
  List<Integer> cycle(List<Integer> order) {
    boolean[] sorted = new boolean[before.length];
    order.forEach(i -> sorted[i] = true);
    int at = 0;
    while (sorted[at]) {
      at++;
    }
    List<Integer> path = new ArrayList<>();
    while (!path.contains(at)) {
      path.add(at);
      at = predecessor(at, sorted);
    }
    List<Integer> cycle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
    Collections.reverse(cycle);
    return cycle;
  }

  private int predecessor(int of, boolean[] sorted) {
    for (int from = 0; from < sorted.length; from++) {
      if (!sorted[from] && after.get(from).contains(of)) {
        return from;
      }
    }
    throw new IllegalStateException("every thing in a cycle has a predecessor");
  }
}
