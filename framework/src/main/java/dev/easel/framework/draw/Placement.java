package dev.easel.framework.draw;

import dev.easel.framework.draw.Layers.Cell;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where each box of a drawing stands, in pixels. */
final class Placement {
  static final double ROW_GAP = 64;
  static final double MARGIN = 24;

  private static final double CELL_GAP = 28;
  private static final double LETTER = 7.2;
  private static final double PORT_LETTER = 5.8;
  private static final double BEND_WIDTH = 8;
  private static final int ROUNDS = 24;

  private final GraphDrawing drawing;
  private final Layers layers;
  private final Map<Cell, Double> centers = new HashMap<>();
  private final double[] tops;
  private double width;
  private double height;

  Placement(GraphDrawing drawing, Layers layers) {
    this.drawing = drawing;
    this.layers = layers;
    tops = new double[layers.rows().size()];
    height = MARGIN;
    for (int row = 0; row < tops.length; row++) {
      tops[row] = height;
      double tallest = 0;
      for (Cell cell : layers.rows().get(row)) {
        tallest = Math.max(tallest, cell.isBox() ? height(drawing.box(cell.name())) : 0);
      }
      height += tallest + (row + 1 < tops.length ? ROW_GAP : MARGIN);
    }
    layers.rows().forEach(this::packed);
    for (int round = 0; round < ROUNDS; round++) {
      boolean down = round % 2 == 0;
      for (int i = 0; i < tops.length; i++) {
        settle(layers.rows().get(down ? i : tops.length - 1 - i), down);
      }
    }
    shiftToMargin();
  }

  /** The picture's width. */
  double width() {
    return width;
  }

  /** The picture's height. */
  double height() {
    return height;
  }

  /** The middle of a cell. */
  double center(Cell cell) {
    return centers.getOrDefault(cell, 0.0);
  }

  /** The middle of a box. */
  double center(Box box) {
    return center(new Cell(box.id(), true));
  }

  /** The upper edge of a row's boxes. */
  double top(int row) {
    return tops[row];
  }

  /** How wide a box is. */
  static double width(Box box) {
    double text = Math.max(box.title().length() * LETTER, box.place().length() * PORT_LETTER);
    return Math.max(60, Math.max(text, Math.max(sum(inputs(box)), sum(outputs(box)))) + 24);
  }

  /** How high a box is. */
  static double height(Box box) {
    if (box.kind().isEdgeOfGraph()) {
      return 28;
    }
    return (box.detail().isEmpty() ? 26 : 40)
        + (box.hasFigures() ? 16 : 0)
        + (labelled(box.inputs()) ? 14 : 0)
        + (labelled(box.outputs()) ? 14 : 0);
  }

  static boolean labelled(List<String> ports) {
    return ports.stream().anyMatch(p -> !p.isEmpty());
  }

  private static double[] inputs(Box box) {
    return box.inputs().stream().mapToDouble(label -> label.length() * PORT_LETTER + 16).toArray();
  }

  private static double[] outputs(Box box) {
    double[] widths = new double[box.outputs().size()];
    for (int i = 0; i < widths.length; i++) {
      int letters = Math.max(box.outputs().get(i).length(), box.sent().get(i).length());
      widths[i] = letters * PORT_LETTER + 16;
    }
    return widths;
  }

  private static double sum(double[] widths) {
    return Arrays.stream(widths).sum();
  }

  /** Where an input stands, from the middle of its box. */
  static double input(Box box, int number) {
    return middle(inputs(box), number);
  }

  /** Where an output stands, from the middle of its box. */
  static double output(Box box, int number) {
    return middle(outputs(box), number);
  }

  private static double middle(double[] widths, int number) {
    double at = -sum(widths) / 2;
    for (int i = 0; i < number; i++) {
      at += widths[i];
    }
    return at + widths[number] / 2;
  }

  private double width(Cell cell) {
    return cell.isBox() ? width(drawing.box(cell.name())) : BEND_WIDTH;
  }

  private void packed(List<Cell> row) {
    double total = -CELL_GAP;
    for (Cell cell : row) {
      total += width(cell) + CELL_GAP;
    }
    double at = -total / 2;
    for (Cell cell : row) {
      centers.put(cell, at + width(cell) / 2);
      at += width(cell) + CELL_GAP;
    }
  }

  /** Moves the cells of a row towards those that they are linked with, in their order. */
  private void settle(List<Cell> row, boolean down) {
    double[] wished = new double[row.size()];
    for (int i = 0; i < wished.length; i++) {
      Cell cell = row.get(i);
      List<Cell> linked = down ? layers.above(cell) : layers.below(cell);
      wished[i] = linked.stream().mapToDouble(this::center).average().orElseGet(() -> center(cell));
    }
    // What is left of a wish is pushed right by its neighbour, what is right of it left; the middle
    // of both keeps the row where it wishes to be as a whole.
    double[] fromLeft = wished.clone();
    double[] fromRight = wished.clone();
    for (int i = 1; i < wished.length; i++) {
      fromLeft[i] = Math.max(fromLeft[i], fromLeft[i - 1] + apart(row.get(i - 1), row.get(i)));
    }
    for (int i = wished.length - 2; i >= 0; i--) {
      fromRight[i] = Math.min(fromRight[i], fromRight[i + 1] - apart(row.get(i), row.get(i + 1)));
    }
    for (int i = 0; i < wished.length; i++) {
      centers.put(row.get(i), (fromLeft[i] + fromRight[i]) / 2);
    }
  }

  private double apart(Cell left, Cell right) {
    return width(left) / 2 + CELL_GAP + width(right) / 2;
  }

  private void shiftToMargin() {
    double left = 0;
    double right = 0;
    for (Map.Entry<Cell, Double> cell : centers.entrySet()) {
      left = Math.min(left, cell.getValue() - width(cell.getKey()) / 2);
      right = Math.max(right, cell.getValue() + width(cell.getKey()) / 2);
    }
    double shift = MARGIN - left;
    centers.replaceAll((cell, center) -> center + shift);
    width = right - left + 2 * MARGIN;
  }
}
