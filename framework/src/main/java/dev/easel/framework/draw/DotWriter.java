package dev.easel.framework.draw;

import java.util.LinkedHashSet;
import java.util.Set;

/** A drawing as a Graphviz digraph. */
final class DotWriter {
  private DotWriter() {}

  static String write(GraphDrawing drawing) {
    StringBuilder text = new StringBuilder("digraph graph_ {\n  node [fontname=\"sans-serif\"];\n");
    Set<String> groups = new LinkedHashSet<>();
    for (Box box : drawing.boxes()) {
      if (box.group().isEmpty()) {
        text.append("  ").append(node(box)).append('\n');
      } else {
        groups.add(box.group());
      }
    }
    int number = 0;
    for (String group : groups) {
      text.append("  subgraph cluster_%d {%n    label=%s;%n".formatted(number++, quoted(group)));
      drawing.boxes().stream()
          .filter(box -> box.group().equals(group))
          .forEach(box -> text.append("    ").append(node(box)).append('\n'));
      text.append("  }\n");
    }
    for (Arrow arrow : drawing.arrows()) {
      String style =
          switch (arrow.kind()) {
            case STREAM -> "";
            case BACK_EDGE -> ", style=dashed, constraint=false";
            case SIDE_PACKET -> ", style=dotted";
          };
      text.append(
          "  %s -> %s [label=%s%s];%n"
              .formatted(quoted(arrow.from()), quoted(arrow.to()), quoted(arrow.name()), style));
    }
    return text.append("}\n").toString();
  }

  private static String node(Box box) {
    String shape =
        switch (box.kind()) {
          case NODE -> "box";
          case SUBGRAPH -> "box3d";
          case INPUT, OUTPUT -> "oval";
          case SIDE_INPUT, SIDE_OUTPUT -> "hexagon";
        };
    String label = box.detail().isEmpty() ? box.title() : box.title() + "\n" + box.detail();
    return "%s [shape=%s, label=%s];".formatted(quoted(box.id()), shape, quoted(label));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
