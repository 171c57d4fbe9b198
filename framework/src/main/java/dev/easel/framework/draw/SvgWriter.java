package dev.easel.framework.draw;

import dev.easel.framework.draw.Layers.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A drawing as an SVG file. */
final class SvgWriter {
  private static final String STYLE =
      """
      <style>
      svg { background: #fff; font-family: system-ui, sans-serif; font-size: 12px; }
      text { fill: #1b1b1b; text-anchor: middle; }
      .detail { font-size: 10px; opacity: .75; } .port { font-size: 9px; opacity: .75; }
      .name { font-size: 9px; font-style: italic; opacity: .9; paint-order: stroke;
              stroke: #fff; stroke-width: 3px; }
      rect { stroke: #555; } .node { fill: #eaf2fb; } .subgraph { fill: #f6f0e2; }
      .stream { fill: #e7f3e4; } .side { fill: #f5e6f1; }
      path { fill: none; stroke: #555; stroke-width: 1.3px; }
      .back { stroke-dasharray: 6 4; } .side-packet { stroke-dasharray: 2 3; }
      .tip { fill: #555; stroke: none; }
      @media (prefers-color-scheme: dark) {
        svg { background: #16181c; } text { fill: #eee; } .name { stroke: #16181c; }
        rect, path { stroke: #aaa; } .tip { fill: #aaa; }
        .node { fill: #23324a; } .subgraph { fill: #3d3522; }
        .stream { fill: #243a24; } .side { fill: #40283b; }
      }
      </style>
      """;
  private static final double LOOP = 26;

  private final GraphDrawing drawing;
  private final Layers layers;
  private final Placement placement;
  private final StringBuilder svg = new StringBuilder();
  private double right;

  /** A point of an arrow. */
  private record Point(double x, double y) {}

  SvgWriter(GraphDrawing drawing) {
    this.drawing = drawing;
    layers = new Layers(drawing);
    placement = new Placement(drawing, layers);
    right = placement.width();
  }

  String svg(boolean hasStyle) {
    List<Arrow> around = new ArrayList<>();
    for (Arrow arrow : drawing.arrows()) {
      if (layers.runsDown(arrow)) {
        down(arrow);
      } else {
        around.add(arrow);
      }
    }
    around.forEach(this::around);
    drawing.boxes().forEach(this::box);
    double width = right + Placement.MARGIN;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">
        %s<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" \
        markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
        %s</svg>
        """
        .formatted(
            (int) Math.ceil(width),
            (int) Math.ceil(placement.height()),
            (int) Math.ceil(width),
            (int) Math.ceil(placement.height()),
            hasStyle ? STYLE : "",
            svg);
  }

  private Point start(Arrow arrow) {
    Box box = drawing.box(arrow.from());
    double x = placement.center(box) + Placement.output(box, arrow.output());
    return new Point(x, top(box) + Placement.height(box));
  }

  private Point end(Arrow arrow) {
    Box box = drawing.box(arrow.to());
    double x = placement.center(box) + Placement.input(box, arrow.input());
    return new Point(x, top(box));
  }

  private double top(Box box) {
    return placement.top(layers.row(box.id()));
  }

  private void down(Arrow arrow) {
    List<Point> points = new ArrayList<>();
    points.add(start(arrow));
    int row = layers.row(arrow.from());
    for (Cell bend : layers.bends(arrow)) {
      double top = placement.top(++row);
      points.add(new Point(placement.center(bend), top));
      points.add(new Point(placement.center(bend), top + 30));
    }
    points.add(end(arrow));
    StringBuilder path = new StringBuilder("M" + at(points.get(0)));
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      double half = (to.y() - from.y()) / 2;
      path.append(
          "C%s %s %s"
              .formatted(
                  at(new Point(from.x(), from.y() + half)),
                  at(new Point(to.x(), to.y() - half)),
                  at(to)));
    }
    line(arrow, path.toString());
  }

  /** A back edge leaves downwards, runs up beside everything else, and comes in from above. */
  private void around(Arrow arrow) {
    Point from = start(arrow);
    Point to = end(arrow);
    right += LOOP;
    double low = from.y() + 22;
    double high = to.y() - 22;
    line(
        arrow,
        "M%sC%s %s %sL%sC%s %s %sL%sC%s %s %s"
            .formatted(
                at(from),
                at(new Point(from.x(), low)),
                at(new Point(from.x(), low)),
                at(new Point(from.x() + 20, low)),
                at(new Point(right - 12, low)),
                at(new Point(right, low)),
                at(new Point(right, low)),
                at(new Point(right, low - 12)),
                at(new Point(right, high + 12)),
                at(new Point(right, high)),
                at(new Point(right, high)),
                at(new Point(right - 12, high))
                    + "L"
                    + at(new Point(to.x() + 20, high))
                    + "C%s %s %s"
                        .formatted(
                            at(new Point(to.x(), high)), at(new Point(to.x(), high)), at(to))));
  }

  private void line(Arrow arrow, String path) {
    String style =
        switch (arrow.kind()) {
          case STREAM -> "line";
          case BACK_EDGE -> "back";
          case SIDE_PACKET -> "side-packet";
        };
    svg.append("<path class=\"%s\" marker-end=\"url(#tip)\" d=\"%s\"/>%n".formatted(style, path));
    if (drawing.box(arrow.to()).hasFigures() && arrow.kind() != Arrow.Kind.SIDE_PACKET) {
      Point end = end(arrow);
      svg.append(
          number(
              "<text class=\"queued\" data-node=\"%s\" data-input=\"%d\" x=\"%.1f\" y=\"%.1f\"/>%n",
              drawing.box(arrow.to()).number(), arrow.input(), end.x(), end.y() - 12));
    }
  }

  private void box(Box box) {
    double width = Placement.width(box);
    double height = Placement.height(box);
    double center = placement.center(box);
    double top = top(box);
    String style =
        switch (box.kind()) {
          case NODE -> "node";
          case SUBGRAPH -> "subgraph";
          case INPUT, OUTPUT -> "stream";
          case SIDE_INPUT, SIDE_OUTPUT -> "side";
        };
    svg.append(
        number(
            "<rect class=\"%s\"%s x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%d\"/>%n",
            style,
            box.hasFigures() ? node(box) : "",
            center - width / 2,
            top,
            width,
            height,
            box.kind().isEdgeOfGraph() ? 14 : 4));
    boolean above = !box.kind().isEdgeOfGraph() && Placement.labelled(box.inputs());
    double title = top + (above ? 14 : 0) + (box.kind().isEdgeOfGraph() ? 18 : 17);
    text("title", center, title, box.title());
    if (!box.place().isEmpty()) {
      text("detail", center, title + 14, box.place());
    }
    if (box.hasFigures()) {
      double y = title + (box.place().isEmpty() ? 0 : 14) + 16;
      svg.append(
          number("<text class=\"figures\"%s x=\"%.1f\" y=\"%.1f\"/>%n", node(box), center, y));
    }
    for (int i = 0; i < box.inputs().size(); i++) {
      text("port", center + Placement.input(box, i), top + 10, box.inputs().get(i));
    }
    for (int i = 0; i < box.outputs().size(); i++) {
      double x = center + Placement.output(box, i);
      text("port", x, top + height - 4, box.outputs().get(i));
      text("name", x, top + height + 14, box.sent().get(i));
    }
  }

  private static String node(Box box) {
    return " data-node=\"%s\"".formatted(box.number());
  }

  private void text(String style, double x, double y, String text) {
    if (!text.isEmpty()) {
      svg.append(
          number(
              "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", style, x, y, escaped(text)));
    }
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String at(Point point) {
    return number("%.1f %.1f", point.x(), point.y());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
