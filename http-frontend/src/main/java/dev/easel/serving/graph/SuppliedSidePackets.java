package dev.easel.serving.graph;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.Mistake;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The side packets that a server gives to a graph: those in which loaded models travel. */
public final class SuppliedSidePackets {
  private SuppliedSidePackets() {}

  /** The side packets that the graph needs and that neither a node nor the server makes. */
  public static List<Mistake> mistakes(GraphDescription description, GraphSource source) {
    Set<String> supplied = names(description);
    List<Mistake> mistakes = new ArrayList<>();
    description
        .plan()
        .requiredSidePackets()
        .forEach(
            (name, ends) -> {
              boolean isNeeded = !ends.stream().allMatch(GraphPlan.Required::optional);
              if (isNeeded && !supplied.contains(name)) {
                mistakes.add(missing(name, source));
              }
            });
    return mistakes;
  }

  private static Set<String> names(GraphDescription description) {
    Set<String> names = new HashSet<>();
    for (NodePlan node : description.plan().nodes()) {
      description
          .registry()
          .resource(node.type())
          .map(declared -> node.inputSidePackets().id(declared.sidePacketTag(), 0))
          .filter(id -> id >= 0)
          .ifPresent(id -> names.add(node.inputSidePackets().name(id)));
    }
    return names;
  }

  private static Mistake missing(String name, GraphSource source) {
    Matcher place =
        Pattern.compile(
                "input_side_packet\\s*:?\\s*\\[?[^\\]]*?[\"'](?:[^\"']*:)?" + name + "[\"']")
            .matcher(source.text());
    return source.mistake(
        place.find() ? place.start() : 0,
        "no node makes the side packet \"" + name + "\", and the server does not supply it",
        "the server supplies what carries a loaded model, such as IMAGE_GEN_NODE_RESOURCES");
  }
}
