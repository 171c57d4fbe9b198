package dev.easel.framework.draw;

import dev.easel.framework.name.PortEntries;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Follows the streams and side packets of an expanded graph, node by node. */
final class Tracing {
  /** What stands between a subgraph's name and that of a node in it. */
  private static final String INSIDE = "__";

  private final CalculatorGraphConfig config;
  private final boolean folded;
  private final boolean hasFigures;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, Port> streams = new LinkedHashMap<>();
  private final Map<String, Port> sidePackets = new LinkedHashMap<>();
  private final Set<Arrow> arrows = new LinkedHashSet<>();

  /** Where a stream or side packet leaves a box. */
  private record Port(Draft draft, int number) {}

  /** A box whose ports are not all known. */
  private static final class Draft {
    final String id;
    final Box.Kind kind;
    final String title;
    final String detail;
    final String group;
    final List<String> inputs = new ArrayList<>();
    final List<String> outputs = new ArrayList<>();
    final List<String> sent = new ArrayList<>();

    Draft(String id, Box.Kind kind, String title, String detail, String group) {
      this.id = id;
      this.kind = kind;
      this.title = title;
      this.detail = detail;
      this.group = group;
    }

    int input(String label) {
      inputs.add(label);
      return inputs.size() - 1;
    }

    int output(String label, String name) {
      outputs.add(label);
      sent.add(name);
      return outputs.size() - 1;
    }

    Box box(boolean hasFigures) {
      return new Box(
          id,
          kind,
          title,
          detail,
          group,
          List.copyOf(inputs),
          List.copyOf(outputs),
          List.copyOf(sent),
          hasFigures && kind == Box.Kind.NODE);
    }
  }

  Tracing(CalculatorGraphConfig config, boolean folded, boolean hasFigures) {
    this.config = config;
    this.folded = folded;
    this.hasFigures = hasFigures;
  }

  GraphDrawing drawing() {
    inputs("in", Box.Kind.INPUT, config.getInputStreamList(), streams);
    inputs("side", Box.Kind.SIDE_INPUT, config.getInputSidePacketList(), sidePackets);
    List<Draft> ofNode = new ArrayList<>();
    for (int i = 0; i < config.getNodeCount(); i++) {
      Draft draft = draft(config.getNode(i), i);
      ofNode.add(draft);
      leaving(draft, config.getNode(i).getOutputStreamList(), streams);
      leaving(draft, config.getNode(i).getOutputSidePacketList(), sidePackets);
    }
    for (int i = 0; i < config.getNodeCount(); i++) {
      reaching(ofNode.get(i), config.getNode(i));
    }
    outputs("out", Box.Kind.OUTPUT, config.getOutputStreamList(), streams);
    outputs("side_out", Box.Kind.SIDE_OUTPUT, config.getOutputSidePacketList(), sidePackets);
    return new GraphDrawing(
        drafts.values().stream().map(draft -> draft.box(hasFigures)).toList(), List.copyOf(arrows));
  }

  private void inputs(String prefix, Box.Kind kind, List<String> entries, Map<String, Port> known) {
    for (TagMap.Entry entry : PortEntries.parse(entries).tags().entries()) {
      Draft draft = edge(prefix, kind, entry);
      known.put(
          entry.name(),
          new Port(draft, draft.output("", entry.tag().isEmpty() ? "" : entry.name())));
    }
  }

  private void outputs(
      String prefix, Box.Kind kind, List<String> entries, Map<String, Port> known) {
    for (TagMap.Entry entry : PortEntries.parse(entries).tags().entries()) {
      Port from = known.get(entry.name());
      if (from != null) {
        Draft draft = edge(prefix, kind, entry);
        Arrow.Kind what = kind == Box.Kind.OUTPUT ? Arrow.Kind.STREAM : Arrow.Kind.SIDE_PACKET;
        connect(from, draft, draft.input(""), entry.name(), what);
      }
    }
  }

  private Draft edge(String prefix, Box.Kind kind, TagMap.Entry entry) {
    String title = entry.tag().isEmpty() ? entry.name() : entry.tagIndex();
    Draft draft = new Draft(prefix + ":" + entry.name(), kind, title, "", "");
    drafts.put(draft.id, draft);
    return draft;
  }

  private Draft draft(Node node, int number) {
    String name = node.getName().isEmpty() ? node.getCalculator() : node.getName();
    int inside = folded ? name.indexOf(INSIDE) : name.lastIndexOf(INSIDE);
    String group = inside > 0 ? name.substring(0, inside) : "";
    if (folded && !group.isEmpty()) {
      return drafts.computeIfAbsent(
          "subgraph:" + group, id -> new Draft(id, Box.Kind.SUBGRAPH, group, "subgraph", ""));
    }
    String title = inside > 0 ? name.substring(inside + INSIDE.length()) : name;
    String calculator = name.equals(node.getCalculator()) ? "" : node.getCalculator();
    String executor = node.getExecutor().isEmpty() ? "" : "on executor " + node.getExecutor();
    String detail =
        calculator.isEmpty() || executor.isEmpty()
            ? calculator + executor
            : calculator + ", " + executor;
    Draft draft = new Draft("node:" + number, Box.Kind.NODE, title, detail, group);
    drafts.put(draft.id, draft);
    return draft;
  }

  private void leaving(Draft draft, List<String> entries, Map<String, Port> known) {
    for (TagMap.Entry entry : PortEntries.parse(entries).tags().entries()) {
      if (draft.kind == Box.Kind.SUBGRAPH && !leavesGroup(draft, entry.name())) {
        continue;
      }
      known.put(
          entry.name(),
          new Port(draft, draft.output(label(draft, entry), shortened(entry.name()))));
    }
  }

  /** A stream's name without the subgraph's, which its box has. */
  private static String shortened(String name) {
    return name.substring(name.lastIndexOf(INSIDE) < 0 ? 0 : name.lastIndexOf(INSIDE) + 2);
  }

  /** A folded subgraph has no tags of its own here: its ports are named after what they carry. */
  private static String label(Draft draft, TagMap.Entry entry) {
    return draft.kind == Box.Kind.SUBGRAPH
        ? shortened(entry.name())
        : entry.tag().isEmpty() ? "" : entry.tagIndex();
  }

  private boolean leavesGroup(Draft draft, String stream) {
    for (Node node : config.getNodeList()) {
      boolean inside = node.getName().startsWith(draft.title + INSIDE);
      if (!inside
          && (takes(node.getInputStreamList(), stream)
              || takes(node.getInputSidePacketList(), stream))) {
        return true;
      }
    }
    return takes(config.getOutputStreamList(), stream)
        || takes(config.getOutputSidePacketList(), stream);
  }

  private static boolean takes(List<String> entries, String stream) {
    return entries.stream().anyMatch(e -> e.substring(e.lastIndexOf(':') + 1).equals(stream));
  }

  private void reaching(Draft draft, Node node) {
    Set<String> backEdges = new TreeSet<>();
    node.getInputStreamInfoList().stream()
        .filter(info -> info.getBackEdge())
        .forEach(info -> backEdges.add(info.getTagIndex()));
    TagMap inputs = PortEntries.parse(node.getInputStreamList()).tags();
    for (TagMap.Entry entry : inputs.entries()) {
      boolean back =
          backEdges.contains(entry.tagIndex())
              || backEdges.contains(entry.tag() + ":" + entry.index());
      reach(draft, streams, entry, back ? Arrow.Kind.BACK_EDGE : Arrow.Kind.STREAM);
    }
    for (TagMap.Entry entry : PortEntries.parse(node.getInputSidePacketList()).tags().entries()) {
      reach(draft, sidePackets, entry, Arrow.Kind.SIDE_PACKET);
    }
  }

  private void reach(Draft draft, Map<String, Port> known, TagMap.Entry entry, Arrow.Kind kind) {
    Port from = known.get(entry.name());
    if (from == null && kind == Arrow.Kind.SIDE_PACKET) {
      // Nobody in the graph makes it: the servable or the application gives it.
      Draft given = edge("side", Box.Kind.SIDE_INPUT, entry);
      from = new Port(given, given.output("", shortened(entry.name())));
      known.put(entry.name(), from);
    }
    if (from == null || (from.draft == draft && draft.kind == Box.Kind.SUBGRAPH)) {
      return;
    }
    String label = label(draft, entry);
    int known_ = draft.kind == Box.Kind.SUBGRAPH ? draft.inputs.indexOf(label) : -1;
    connect(from, draft, known_ >= 0 ? known_ : draft.input(label), entry.name(), kind);
  }

  private void connect(Port from, Draft to, int input, String name, Arrow.Kind kind) {
    arrows.add(new Arrow(from.draft.id, from.number, to.id, input, shortened(name), kind));
  }
}
