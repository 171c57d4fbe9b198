package dev.easel.framework.expand;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.Subgraph;
import dev.easel.framework.calculator.SubgraphContext;
import dev.easel.framework.name.CanonicalNames;
import dev.easel.framework.name.PortEntries;
import dev.easel.framework.options.OptionValues;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.proto.TemplateDict;
import dev.easel.framework.proto.TemplateSubgraphOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.text.GraphText;
import dev.easel.framework.text.Origin;
import dev.easel.framework.text.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces every node that names a subgraph by the subgraph's nodes, until none is left.
 *
 * <p><b>Threads:</b> used by the one thread that loads the graph.
 */
public final class SubgraphExpansion {
  private static final int MAX_DEPTH = 64;

  private final CalculatorGraphConfig.Builder config;
  private final CalculatorRegistry registry;
  private final Map<String, Object> services;
  private final Report report;
  private final Origin graph;
  private List<Origin> origins;
  private final List<Origin> generators;
  private final List<Origin> handlers;

  /** An expansion of what was read; {@code services} are for the subgraphs. */
  public SubgraphExpansion(
      GraphText text, CalculatorRegistry registry, Map<String, Object> services, Report report) {
    this.services = services;
    this.config = text.config();
    this.origins = text.nodes();
    this.generators = new ArrayList<>(text.generators());
    this.handlers = new ArrayList<>(text.handlers());
    this.graph = text.graph();
    this.registry = registry;
    this.report = report;
  }

  /** The expanded graph, and where its parts come from. */
  public GraphText expanded() {
    return new GraphText(config, graph, origins, generators, handlers);
  }

  /** Replaces them; what is wrong goes into the report. */
  public void expand() {
    try {
      GraphOptions.define(config, Node.getDefaultInstance(), registry);
    } catch (StatusException e) {
      report.fail(e.code(), graph, "", e.message(), "");
    }
    for (int depth = 0; expandOnce(); depth++) {
      if (depth == MAX_DEPTH) {
        report.fail(
            StatusCode.INVALID_ARGUMENT,
            origins.get(origins.size() - 1),
            config.getNode(config.getNodeCount() - 1).getName(),
            "subgraphs are nested more than " + MAX_DEPTH + " deep",
            "a subgraph may not contain itself");
        return;
      }
    }
  }

  private Optional<Subgraph> subgraph(Node node) {
    String name = node.getCalculator();
    Optional<Subgraph> made = registry.subgraph(config.getPackage(), name);
    return made.isPresent()
        ? made
        : registry.template(config.getPackage(), name).map(text -> cc -> template(name, text, cc));
  }

  private CalculatorGraphConfig template(String name, String text, SubgraphContext cc) {
    TemplateDict arguments = cc.options(TemplateSubgraphOptions.class).getDict();
    String node = cc.node().getName().isEmpty() ? name : cc.node().getName();
    GraphText.Use use = new GraphText.Use(node, arguments);
    return GraphText.read(text, name, registry, report, use).config().build();
  }

  private boolean expandOnce() {
    List<String> names = CanonicalNames.of(config.getNodeList());
    List<Node> kept = new ArrayList<>();
    List<Origin> keptOrigins = new ArrayList<>();
    List<Node> added = new ArrayList<>();
    List<Origin> addedOrigins = new ArrayList<>();
    boolean found = false;
    for (int i = 0; i < config.getNodeCount(); i++) {
      Node node = config.getNode(i);
      Optional<Subgraph> subgraph = subgraph(node);
      if (subgraph.isEmpty()) {
        kept.add(node);
        keptOrigins.add(origins.get(i));
      } else {
        found = true;
        for (Node inner : inner(subgraph.get(), node, names.get(i), origins.get(i))) {
          added.add(inner);
          addedOrigins.add(origins.get(i));
        }
      }
    }
    kept.addAll(added);
    keptOrigins.addAll(addedOrigins);
    config.clearNode().addAllNode(kept);
    origins = keptOrigins;
    return found;
  }

  private List<Node> inner(Subgraph subgraph, Node node, String name, Origin origin) {
    try {
      checkFields(node, name);
      CalculatorGraphConfig.Builder inner = subgraph.config(context(node)).toBuilder();
      GraphOptions.define(inner, node, registry);
      GraphNames.prefix(inner, name);
      GraphNames.connect(inner, node);
      config.addAllPacketGenerator(inner.getPacketGeneratorList());
      config.addAllStatusHandler(inner.getStatusHandlerList());
      generators.addAll(Collections.nCopies(inner.getPacketGeneratorCount(), origin));
      handlers.addAll(Collections.nCopies(inner.getStatusHandlerCount(), origin));
      return inner.getNodeList();
    } catch (StatusException e) {
      report.fail(e.code(), origin, name, e.message(), "");
      return List.of();
    }
  }

  private SubgraphContext context(Node node) {
    return new SubgraphContext(
        node,
        new OptionValues(node.getOptions(), node.getNodeOptionsList(), registry.extensions()),
        tags(node.getInputStreamList()),
        tags(node.getOutputStreamList()),
        tags(node.getInputSidePacketList()),
        tags(node.getOutputSidePacketList()),
        services);
  }

  private static TagMap tags(List<String> entries) {
    return PortEntries.parse(entries).tags();
  }

  private static void checkFields(Node node, String name) {
    if (node.getSourceLayer() != 0
        || node.getBufferSizeHint() != 0
        || node.hasOutputStreamHandler()
        || node.getInputStreamInfoCount() != 0) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "Subgraph \"" + name + "\" has a field that is only applicable to calculators.");
    }
  }
}
