package dev.easel.framework.draw;

import java.util.ArrayList;
import java.util.List;

/** A drawing as a Mermaid flowchart. */
final class MermaidWriter {
  private MermaidWriter() {}

  static String write(GraphDrawing drawing) {
    StringBuilder text = new StringBuilder("flowchart TB\n");
    List<String> ids = drawing.boxes().stream().map(Box::id).toList();
    List<String> groups = new ArrayList<>();
    for (Box box : drawing.boxes()) {
      if (box.group().isEmpty()) {
        text.append("  ").append(node(box, ids)).append('\n');
      } else if (!groups.contains(box.group())) {
        groups.add(box.group());
      }
    }
    for (int g = 0; g < groups.size(); g++) {
      String group = groups.get(g);
      text.append("  subgraph g%d [\"%s\"]\n".formatted(g, escaped(group)));
      drawing.boxes().stream()
          .filter(box -> box.group().equals(group))
          .forEach(box -> text.append("    ").append(node(box, ids)).append('\n'));
      text.append("  end\n");
    }
    for (Arrow arrow : drawing.arrows()) {
      String line = arrow.kind() == Arrow.Kind.STREAM ? "-->" : "-.->";
      text.append(
          "  n%d %s|\"%s\"| n%d%n"
              .formatted(
                  ids.indexOf(arrow.from()), line, escaped(arrow.name()), ids.indexOf(arrow.to())));
    }
    return text.toString();
  }

  private static String node(Box box, List<String> ids) {
    String label =
        escaped(box.title()) + (box.detail().isEmpty() ? "" : "<br/>" + escaped(box.detail()));
    String shape =
        switch (box.kind()) {
          case NODE -> "[\"%s\"]";
          case SUBGRAPH -> "[[\"%s\"]]";
          case INPUT, OUTPUT -> "([\"%s\"])";
          case SIDE_INPUT, SIDE_OUTPUT -> "{{\"%s\"}}";
        };
    return "n" + ids.indexOf(box.id()) + shape.formatted(label);
  }

  private static String escaped(String text) {
    return text.replace("\"", "#quot;");
  }
}
