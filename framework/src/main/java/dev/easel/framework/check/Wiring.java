package dev.easel.framework.check;

import dev.easel.framework.name.Nearest;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.text.Origin;
import dev.easel.framework.text.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Connects nodes by the names of their streams and side packets, and puts them in order. */
final class Wiring {
  private final Report report;
  private final Origin graph;
  private final TagMap graphInputs;
  private List<NodeDraft> nodes;
  private final Map<String, Integer> streamProducer = new LinkedHashMap<>();
  private final Map<String, Integer> sideProducer = new LinkedHashMap<>();

  /** The producer of graph inputs in {@link #streamProducer}. */
  static final int GRAPH = -1;

  Wiring(Report report, Origin graph, TagMap graphInputs, List<NodeDraft> nodes) {
    this.report = report;
    this.graph = graph;
    this.graphInputs = graphInputs;
    this.nodes = nodes;
  }

  /** Finds all producers, those of the {@code unread} streams aside, and sorts the nodes. */
  List<NodeDraft> sort(Set<String> unread) {
    sideProducers();
    streamProducers();
    missingProducers(unread);
    order();
    return nodes;
  }

  private void sideProducers() {
    for (int i = 0; i < nodes.size(); i++) {
      NodeDraft node = nodes.get(i);
      for (TagMap.Entry entry : node.sideOutputs.entries()) {
        Integer other = sideProducer.putIfAbsent(entry.name(), i);
        if (other != null) {
          report.fail(
              StatusCode.UNKNOWN,
              node.entry("output_side_packet", node.config.getOutputSidePacketList(), entry.name()),
              node.name,
              "Output Side Packet \"" + entry.name() + "\" defined twice.",
              "node \"" + nodes.get(other).name + "\" makes it too; give one another name");
        }
      }
    }
  }

  private void streamProducers() {
    for (TagMap.Entry entry : graphInputs.entries()) {
      if (streamProducer.putIfAbsent(entry.name(), GRAPH) != null) {
        report.fail(
            StatusCode.UNKNOWN,
            graph.at(Origin.graphField("input_stream"), 0),
            "",
            "Output Stream \"" + entry.name() + "\" defined twice.",
            "each input_stream of a graph has a name of its own");
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      NodeDraft node = nodes.get(i);
      for (TagMap.Entry entry : node.outputs.entries()) {
        Integer other = streamProducer.putIfAbsent(entry.name(), i);
        if (other != null) {
          report.fail(
              StatusCode.UNKNOWN,
              node.entry("output_stream", node.config.getOutputStreamList(), entry.name()),
              node.name,
              "Output Stream \"" + entry.name() + "\" defined twice.",
              (other == GRAPH ? "it is an input of the graph" : producedBy(other))
                  + "; give one another name");
        }
      }
    }
  }

  /** Takes nodes out that are not to run as nodes; they have no streams. */
  List<NodeDraft> without(List<NodeDraft> others) {
    nodes = nodes.stream().filter(n -> !others.contains(n)).toList();
    return nodes;
  }

  private String producedBy(int node) {
    return "node \"" + nodes.get(node).name + "\" produces it too";
  }

  private void missingProducers(Set<String> unread) {
    for (int i = 0; i < nodes.size(); i++) {
      NodeDraft node = nodes.get(i);
      for (int id = 0; id < node.inputs.size(); id++) {
        String stream = node.inputs.name(id);
        if (!streamProducer.containsKey(stream) && !unread.contains(stream)) {
          boolean backEdge = node.backEdges[id];
          report.fail(
              backEdge ? StatusCode.INTERNAL : StatusCode.UNKNOWN,
              node.entry("input_stream", node.config.getInputStreamList(), stream),
              node.name,
              backEdge
                  ? "Unable to find upstream edge for back edge \""
                      + stream
                      + "\" (shouldn't have passed validation)."
                  : "Input Stream \"%s\" for node with sorted index %d name %s does not have a corresponding output stream."
                      .formatted(stream, i, node.name),
              Nearest.hint(stream, streamProducer.keySet(), "no node or graph input produces it"));
        }
      }
    }
  }

  private void order() {
    TopologicalOrder sorter = new TopologicalOrder(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      NodeDraft node = nodes.get(i);
      for (int id = 0; id < node.inputs.size(); id++) {
        Integer from = streamProducer.get(node.inputs.name(id));
        if (from != null && from != GRAPH && !node.backEdges[id]) {
          sorter.edge(from, i);
        }
      }
      for (TagMap.Entry entry : node.sideInputs.entries()) {
        Integer from = sideProducer.get(entry.name());
        if (from != null) {
          sorter.edge(from, i);
        }
      }
    }
    List<Integer> order = sorter.sort();
    if (order.size() < nodes.size()) {
      cycle(sorter.cycle(order));
    } else {
      List<NodeDraft> old = nodes;
      nodes = order.stream().map(old::get).toList();
    }
  }

  private void cycle(List<Integer> cycle) {
    List<String> names = cycle.stream().map(i -> nodes.get(i).name).toList();
    NodeDraft first = nodes.get(cycle.get(0));
    report.fail(
        StatusCode.UNKNOWN,
        first.origin,
        first.name,
        "Generator side packet cycle or calculator stream cycle detected in graph: ["
            + String.join(", ", names)
            + "]",
        "mark the stream that leads back with input_stream_info { tag_index: … back_edge: true }");
  }

  /** The number of each stream: outputs of the nodes in order, then the graph's inputs. */
  Map<String, Integer> streamNumbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (NodeDraft node : nodes) {
      node.outputs.entries().forEach(e -> numbers.put(e.name(), numbers.size()));
    }
    graphInputs.entries().forEach(e -> numbers.put(e.name(), numbers.size()));
    return numbers;
  }

  /** For each node, the sources upstream of it: nodes by place, graph inputs after them. */
  List<List<Integer>> sources() {
    Map<String, Integer> producer = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      int place = i;
      nodes.get(i).outputs.entries().forEach(e -> producer.put(e.name(), place));
    }
    for (int id = 0; id < graphInputs.size(); id++) {
      producer.put(graphInputs.name(id), nodes.size() + id);
    }
    List<Set<Integer>> found = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Set<Integer> own = new HashSet<>();
      if (nodes.get(i).inputs.size() == 0) {
        own.add(i);
      }
      for (TagMap.Entry entry : nodes.get(i).inputs.entries()) {
        int from = producer.getOrDefault(entry.name(), Integer.MAX_VALUE);
        if (from >= nodes.size()) {
          own.add(from);
        } else if (from < i) {
          own.addAll(found.get(from));
        }
      }
      found.add(own);
    }
    return found.stream().map(s -> s.stream().sorted().toList()).toList();
  }
}
