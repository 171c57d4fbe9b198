package dev.easel.framework.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the boxes of a drawing into rows, so that arrows other than back edges run downwards, and
 * orders each row so that few of them cross.
 */
final class Layers {
  private static final int SWEEPS = 12;

  private final GraphDrawing drawing;
  private final Map<String, Integer> rowOf = new HashMap<>();
  private final List<List<Cell>> rows = new ArrayList<>();
  private final Map<Arrow, List<Cell>> bends = new LinkedHashMap<>();
  private final Map<Cell, List<Cell>> above = new HashMap<>();
  private final Map<Cell, List<Cell>> below = new HashMap<>();

  /**
   * What stands in a row: a box, or the place where an arrow passes.
   *
   * @param name a box's id, or a name of its own
   * @param isBox which of both
   */
  record Cell(String name, boolean isBox) {}

  Layers(GraphDrawing drawing) {
    this.drawing = drawing;
    assignRows();
    fillRows();
    order();
  }

  /** The rows from the top. */
  List<List<Cell>> rows() {
    return rows;
  }

  /** Where an arrow passes, from its start to its end, without these. */
  List<Cell> bends(Arrow arrow) {
    return bends.getOrDefault(arrow, List.of());
  }

  /** The cells that arrows come from, one row up. */
  List<Cell> above(Cell cell) {
    return above.getOrDefault(cell, List.of());
  }

  /** The cells that arrows go to, one row down. */
  List<Cell> below(Cell cell) {
    return below.getOrDefault(cell, List.of());
  }

  /** The row in which a box stands. */
  int row(String box) {
    return rowOf.getOrDefault(box, 0);
  }

  /** Whether the arrow runs from a row to a lower one. */
  boolean runsDown(Arrow arrow) {
    return arrow.kind() != Arrow.Kind.BACK_EDGE && row(arrow.from()) < row(arrow.to());
  }

  private void assignRows() {
    Map<String, List<String>> following = new HashMap<>();
    for (Arrow arrow : drawing.arrows()) {
      if (arrow.kind() != Arrow.Kind.BACK_EDGE) {
        following.computeIfAbsent(arrow.from(), f -> new ArrayList<>()).add(arrow.to());
      }
    }
    List<String> order = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Box box : drawing.boxes()) {
      visit(box.id(), following, seen, order);
    }
    // The order is from the end to the start, so every box comes after those that follow it.
    Map<String, Integer> rank = new HashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      int row = rank.getOrDefault(order.get(i), 0);
      rowOf.put(order.get(i), row);
      for (String next : following.getOrDefault(order.get(i), List.of())) {
        if (order.indexOf(next) < i) {
          rank.merge(next, row + 1, Math::max);
        }
      }
    }
    for (Box box : drawing.boxes()) {
      if (box.kind() == Box.Kind.SIDE_INPUT || box.kind() == Box.Kind.INPUT) {
        following.getOrDefault(box.id(), List.of()).stream()
            .mapToInt(this::row)
            .min()
            .ifPresent(first -> rowOf.put(box.id(), Math.max(0, first - 1)));
      }
    }
  }

  private static void visit(
      String box, Map<String, List<String>> following, Set<String> seen, List<String> order) {
    if (seen.add(box)) {
      following.getOrDefault(box, List.of()).forEach(next -> visit(next, following, seen, order));
      order.add(box);
    }
  }

  private void fillRows() {
    int count = rowOf.values().stream().mapToInt(row -> row + 1).max().orElse(0);
    for (int i = 0; i < count; i++) {
      rows.add(new ArrayList<>());
    }
    drawing.boxes().forEach(b -> rows.get(row(b.id())).add(new Cell(b.id(), true)));
    int number = 0;
    for (Arrow arrow : drawing.arrows()) {
      if (!runsDown(arrow)) {
        continue;
      }
      List<Cell> passing = new ArrayList<>();
      Cell from = new Cell(arrow.from(), true);
      for (int row = row(arrow.from()) + 1; row < row(arrow.to()); row++) {
        Cell bend = new Cell("bend " + number++, false);
        rows.get(row).add(bend);
        passing.add(bend);
        link(from, bend);
        from = bend;
      }
      link(from, new Cell(arrow.to(), true));
      bends.put(arrow, passing);
    }
  }

  private void link(Cell from, Cell to) {
    below.computeIfAbsent(from, f -> new ArrayList<>()).add(to);
    above.computeIfAbsent(to, t -> new ArrayList<>()).add(from);
  }

  private void order() {
    List<List<Cell>> best = copy();
    int fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 1; i < rows.size(); i++) {
        int row = down ? i : rows.size() - 1 - i;
        byMiddle(rows.get(row), rows.get(down ? row - 1 : row + 1), down ? above : below);
      }
      int now = crossings();
      if (now < fewest) {
        fewest = now;
        best = copy();
      }
    }
    rows.clear();
    rows.addAll(best);
  }

  private static void byMiddle(List<Cell> row, List<Cell> fixed, Map<Cell, List<Cell>> links) {
    Map<Cell, Double> middle = new HashMap<>();
    for (int i = 0; i < row.size(); i++) {
      double standing = i;
      middle.put(
          row.get(i),
          links.getOrDefault(row.get(i), List.of()).stream()
              .mapToInt(fixed::indexOf)
              .average()
              .orElse(standing));
    }
    row.sort(Comparator.comparing(middle::get));
  }

  private int crossings() {
    int count = 0;
    for (int i = 0; i + 1 < rows.size(); i++) {
      List<int[]> lines = new ArrayList<>();
      for (int a = 0; a < rows.get(i).size(); a++) {
        for (Cell to : below(rows.get(i).get(a))) {
          lines.add(new int[] {a, rows.get(i + 1).indexOf(to)});
        }
      }
      for (int[] one : lines) {
        for (int[] other : lines) {
          count += one[0] < other[0] && one[1] > other[1] ? 1 : 0;
        }
      }
    }
    return count;
  }

  private List<List<Cell>> copy() {
    List<List<Cell>> copied = new ArrayList<>();
    rows.forEach(row -> copied.add(new ArrayList<>(row)));
    return copied;
  }
}
