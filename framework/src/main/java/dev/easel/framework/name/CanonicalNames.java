package dev.easel.framework.name;

import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives every node a name: its own or its calculator's, with a number where nodes share it. */
public final class CanonicalNames {
  private CanonicalNames() {}

  /** The names of nodes, in their order. */
  public static List<String> of(List<Node> nodes) {
    Map<String, Integer> counts = new HashMap<>();
    nodes.forEach(n -> counts.merge(base(n), 1, Integer::sum));
    Map<String, Integer> seen = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (Node node : nodes) {
      String base = base(node);
      int number = seen.merge(base, 1, Integer::sum);
      names.add(counts.getOrDefault(base, 1) > 1 ? base + "_" + number : base);
    }
    return names;
  }

  private static String base(Node node) {
    return node.getName().isEmpty() ? node.getCalculator() : node.getName();
  }
}
