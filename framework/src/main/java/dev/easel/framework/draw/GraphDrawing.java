package dev.easel.framework.draw;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.plan.GraphPlan;
import java.util.List;

/**
 * What a picture of a graph shows: its nodes, streams, side packets, back edges, executors and
 * subgraphs.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class GraphDrawing {
  private final List<Box> boxes;
  private final List<Arrow> arrows;

  GraphDrawing(List<Box> boxes, List<Arrow> arrows) {
    this.boxes = List.copyOf(boxes);
    this.arrows = List.copyOf(arrows);
  }

  /** A drawing of every node, those of subgraphs too. */
  public static GraphDrawing unfolded(GraphDescription graph) {
    return new Tracing(graph.config(), false, false).drawing();
  }

  /** A drawing in which each subgraph is one box. */
  public static GraphDrawing folded(GraphDescription graph) {
    return new Tracing(graph.config(), true, false).drawing();
  }

  /**
   * A drawing of every node with room for what its calls add up to, which whoever shows it fills
   * in: each node has a {@code text} of class {@code figures} with its number as {@code data-node},
   * each of its input streams one of class {@code queued} with that and its own as {@code
   * data-input}.
   */
  public static GraphDrawing live(GraphPlan graph) {
    return new Tracing(graph.config(), false, true).drawing();
  }

  List<Box> boxes() {
    return boxes;
  }

  /** The box of this id, which an arrow or a cell has from here. */
  Box box(String id) {
    return boxes.stream().filter(box -> box.id().equals(id)).findFirst().orElseThrow();
  }

  List<Arrow> arrows() {
    return arrows;
  }

  /** As an SVG file, which follows the reader's choice of a light or dark page. */
  public String svg() {
    return new SvgWriter(this).svg(true);
  }

  /** The same for a page, whose own style it follows. */
  public String bareSvg() {
    return new SvgWriter(this).svg(false);
  }

  /** As a Mermaid flowchart. */
  public String mermaid() {
    return MermaidWriter.write(this);
  }

  /** As a Graphviz digraph. */
  public String dot() {
    return DotWriter.write(this);
  }
}
