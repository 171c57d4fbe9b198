package dev.easel.framework.draw;

import java.util.List;

/**
 * A node in a drawing, or what stands at the graph's edge.
 *
 * @param id its name in the drawing, which no other box has
 * @param kind what it stands for
 * @param title the node's name
 * @param detail the calculator, and the executor if it has one of its own; "" for none
 * @param group the subgraph that it came from, "" for none
 * @param inputs the tags of its inputs, in order
 * @param outputs the tags of its outputs, in order
 * @param sent the streams and side packets that leave by these
 * @param hasFigures whether there is room in it for what its calls add up to
 */
record Box(
    String id,
    Kind kind,
    String title,
    String detail,
    String group,
    List<String> inputs,
    List<String> outputs,
    List<String> sent,
    boolean hasFigures) {

  /** The calculator with the subgraph that it came from. */
  String place() {
    return group.isEmpty() ? detail : group.replace("__", " / ") + " / " + detail;
  }

  /** The number of the node in its graph. */
  String number() {
    return id.substring(id.indexOf(':') + 1);
  }

  /** What a box stands for. */
  enum Kind {
    NODE,
    SUBGRAPH,
    INPUT,
    OUTPUT,
    SIDE_INPUT,
    SIDE_OUTPUT;

    boolean isEdgeOfGraph() {
      return this != NODE && this != SUBGRAPH;
    }
  }
}
