package dev.easel.framework.check;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.name.CanonicalNames;
import dev.easel.framework.name.Nearest;
import dev.easel.framework.name.PortEntries;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.InputStreamHandlerConfig;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.InputStreamHandlers;
import dev.easel.framework.text.GraphText;
import dev.easel.framework.text.Origin;
import dev.easel.framework.text.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks an expanded graph, collecting every mistake, and makes its plan.
 *
 * <p><b>Threads:</b> used by the one thread that loads the graph.
 */
public final class GraphCheck {
  private final CalculatorGraphConfig.Builder config;
  private final GraphText text;
  private final SideSteps sideSteps;
  private final Origin graph;
  private final CalculatorRegistry registry;
  private final Report report;
  private final ExecutorCheck executors;
  private TagMap graphInputs = TagMap.empty();

  /** A check of an expanded graph. */
  public GraphCheck(GraphText text, CalculatorRegistry registry, Report report) {
    this.text = text;
    config = text.config();
    graph = text.graph();
    sideSteps = new SideSteps(config, registry, report);
    this.registry = registry;
    this.report = report;
    this.executors = new ExecutorCheck(report, config, graph, registry);
  }

  /** The plan; none when anything is wrong, now or before. */
  public Optional<GraphPlan> plan() {
    executors.addDefault();
    graphHandler();
    List<NodeDraft> drafts = new ArrayList<>(sideSteps.readGenerators(text.generators()));
    drafts.addAll(readNodes());
    List<NodeDraft> statusHandlers = sideSteps.readHandlers(text.handlers());
    graphInputs = interfaceTags("input_stream", config.getInputStreamList());
    interfaceTags("output_stream", config.getOutputStreamList());
    Wiring wiring = new Wiring(report, graph, graphInputs, drafts);
    List<NodeDraft> nodes = wiring.sort(namesOfUnread(drafts));
    List<NodeDraft> typed =
        Stream.concat(nodes.stream(), statusHandlers.stream()).filter(NodeDraft::isGood).toList();
    TypeMatching types = new TypeMatching(report, graphInputs, typed);
    types.match();
    executors.check(nodes);
    List<GraphPlan.GraphExecutor> executorPlans = executors.executors();
    IdentityHashMap<NodeDraft, Handler> handlers = handlers(nodes);
    if (report.hasFailed()) {
      return Optional.empty();
    }
    List<NodeDraft> early = sideSteps.beforeNodes(nodes);
    List<NodeDraft> asking = new ArrayList<>(nodes);
    asking.addAll(statusHandlers);
    return Optional.of(
        assemble(wiring, wiring.without(early), types, executorPlans, handlers, early, asking));
  }

  private void graphHandler() {
    if (config.hasInputStreamHandler()) {
      for (CalculatorGraphConfig.Node.Builder node : config.getNodeBuilderList()) {
        if (!node.hasInputStreamHandler()) {
          node.setInputStreamHandler(config.getInputStreamHandler());
        }
      }
    }
  }

  private List<NodeDraft> readNodes() {
    Report.Phase phase = report.phase("ValidatedGraphConfig Initialization failed.");
    NodeKind kind = NodeKind.calculator(registry, config.getPackage());
    NodeReader reader = new NodeReader(registry, kind, report, phase);
    List<String> names = CanonicalNames.of(config.getNodeList());
    List<NodeDraft> drafts = new ArrayList<>();
    for (int i = 0; i < config.getNodeCount(); i++) {
      reader.read(config.getNode(i), text.nodes().get(i), names.get(i)).ifPresent(drafts::add);
    }
    phase.end();
    return drafts;
  }

  /** What the nodes whose entries could not be read may have been meant to produce. */
  private Set<String> namesOfUnread(List<NodeDraft> drafts) {
    Set<CalculatorGraphConfig.Node> read = Collections.newSetFromMap(new IdentityHashMap<>());
    drafts.forEach(d -> read.add(d.config));
    Set<String> names = new LinkedHashSet<>();
    for (CalculatorGraphConfig.Node node : config.getNodeList()) {
      if (!read.contains(node)) {
        node.getOutputStreamList().forEach(e -> names.add(e.substring(e.lastIndexOf(':') + 1)));
      }
    }
    return names;
  }

  private TagMap interfaceTags(String field, List<String> entries) {
    PortEntries.Parsed parsed = PortEntries.parse(entries);
    for (PortEntries.Fault fault : parsed.faults()) {
      Origin where = graph.at(Origin.graphField(field), fault.index());
      report.fail(fault.code(), where, "", fault.message(), fault.hint());
    }
    return parsed.tags();
  }

  /** A node's handler; without a factory the plain default rule is enough. */
  private record Handler(
      InputStreamHandlerFactory.Request request, Optional<InputStreamHandlerFactory> factory) {}

  private IdentityHashMap<NodeDraft, Handler> handlers(List<NodeDraft> nodes) {
    Report.Phase phase = report.phase("CalculatorGraph::InitializeCalculatorNodes failed: ");
    IdentityHashMap<NodeDraft, Handler> result = new IdentityHashMap<>();
    for (NodeDraft node : nodes) {
      outputHandler(node, phase);
      try {
        result.put(node, handler(node));
      } catch (StatusException e) {
        Origin where = node.origin.at(Origin.nodeField("input_stream_handler"), 0);
        phase.error(e.code(), e.message());
        Set<String> names = new LinkedHashSet<>(InputStreamHandlers.byName().keySet());
        names.addAll(registry.inputStreamHandlerNames());
        String hint =
            e.code() == StatusCode.NOT_FOUND
                ? Nearest.hint(handlerName(node), names, "there are " + names)
                : "";
        report.add(e.code(), where, node.name, e.message(), hint);
      }
    }
    phase.end();
    return result;
  }

  private void outputHandler(NodeDraft node, Report.Phase phase) {
    String name = node.config.getOutputStreamHandler().getOutputStreamHandler();
    if (!name.equals("InOrderOutputStreamHandler")) {
      String message = "\"" + name + "\" is not a registered output stream handler.";
      phase.error(StatusCode.NOT_FOUND, message);
      report.add(
          StatusCode.NOT_FOUND,
          node.origin.at(Origin.nodeField("output_stream_handler"), 0),
          node.name,
          message,
          "use InOrderOutputStreamHandler, which is the default");
    }
  }

  private static String handlerName(NodeDraft node) {
    InputStreamHandlerConfig own = node.config.getInputStreamHandler();
    return own.hasInputStreamHandler()
        ? own.getInputStreamHandler()
        : node.contract.inputStreamHandler().orElse(own.getInputStreamHandler());
  }

  private Handler handler(NodeDraft node) {
    InputStreamHandlerConfig own = node.config.getInputStreamHandler();
    boolean fromContract =
        !own.hasInputStreamHandler() && node.contract.inputStreamHandler().isPresent();
    String name = handlerName(node);
    MediaPipeOptions options =
        fromContract ? node.contract.inputStreamHandlerOptions() : own.getOptions();
    InputStreamHandlerFactory factory =
        registry
            .inputStreamHandler(config.getPackage(), name)
            .or(() -> Optional.ofNullable(InputStreamHandlers.byName().get(bare(name))))
            .orElseThrow(
                () ->
                    new StatusException(
                        StatusCode.NOT_FOUND,
                        "\"" + name + "\" is not a registered input stream handler."));
    InputStreamHandlerFactory.Request request =
        new InputStreamHandlerFactory.Request(
            node.inputs,
            options,
            node.config.getMaxInFlight() > 1,
            node.contract.isProcessTimestampBounds());
    InputStreamHandler sample = factory.create(request);
    return new Handler(
        request, InputStreamHandlers.isPlain(sample) ? Optional.empty() : Optional.of(factory));
  }

  private static String bare(String name) {
    return name.startsWith("mediapipe.") ? name.substring("mediapipe.".length()) : name;
  }

  private GraphPlan assemble(
      Wiring wiring,
      List<NodeDraft> nodes,
      TypeMatching types,
      List<GraphPlan.GraphExecutor> executorPlans,
      IdentityHashMap<NodeDraft, Handler> handlers,
      List<NodeDraft> early,
      List<NodeDraft> asking) {
    Map<String, Integer> streams = wiring.streamNumbers();
    Map<String, Integer> sidePackets = new LinkedHashMap<>();
    for (NodeDraft node : nodes) {
      node.sideOutputs.entries().forEach(e -> sidePackets.put(e.name(), sidePackets.size()));
    }
    CalculatorGraphConfig.Builder sorted = config.clone().clearNode();
    nodes.forEach(n -> sorted.addNode(n.config));
    List<String> names = CanonicalNames.of(sorted.getNodeList());
    NodePlans plans = new NodePlans(types, streams, sidePackets);
    List<NodePlan> nodePlans = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Handler handler = Objects.requireNonNull(handlers.get(nodes.get(i)));
      nodePlans.add(
          plans.plan(nodes.get(i), i, names.get(i), handler.request, handler.factory.orElse(null)));
    }
    return new GraphPlan(
        sorted.build(),
        List.copyOf(nodePlans),
        streamPlans(wiring, nodes, types, streams),
        Map.copyOf(streams),
        graphInputs,
        streams.size() - graphInputs.size(),
        List.copyOf(sidePackets.keySet()),
        Map.copyOf(sidePackets),
        required(asking, early, sidePackets),
        executorPlans,
        sideSteps.plans(early),
        sideSteps.handlerPlans(),
        maxQueueSize(nodes));
  }

  private List<GraphPlan.Stream> streamPlans(
      Wiring wiring, List<NodeDraft> nodes, TypeMatching types, Map<String, Integer> streams) {
    Map<String, List<GraphPlan.Consumer>> consumers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      TagMap inputs = nodes.get(i).inputs;
      for (int id = 0; id < inputs.size(); id++) {
        consumers
            .computeIfAbsent(inputs.name(id), n -> new ArrayList<>())
            .add(new GraphPlan.Consumer(i, id));
      }
    }
    List<List<Integer>> sources = wiring.sources();
    List<List<Integer>> byStream = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (int id = 0; id < nodes.get(i).outputs.size(); id++) {
        byStream.add(sources.get(i));
      }
    }
    for (int id = 0; id < graphInputs.size(); id++) {
      byStream.add(List.of(nodes.size() + id));
    }
    List<GraphPlan.Stream> result = new ArrayList<>();
    for (String name : streams.keySet()) {
      result.add(
          new GraphPlan.Stream(
              name,
              types.stream(name).check(),
              List.copyOf(consumers.getOrDefault(name, List.of())),
              byStream.get(result.size())));
    }
    return List.copyOf(result);
  }

  private static Map<String, List<GraphPlan.Required>> required(
      List<NodeDraft> asking, List<NodeDraft> early, Map<String, Integer> madeByNodes) {
    Set<String> made = new HashSet<>(madeByNodes.keySet());
    early.forEach(g -> g.sideOutputs.entries().forEach(e -> made.add(e.name())));
    Map<String, List<GraphPlan.Required>> result = new LinkedHashMap<>();
    for (NodeDraft node : asking) {
      for (int id = 0; id < node.sideInputs.size(); id++) {
        String name = node.sideInputs.name(id);
        if (!made.contains(name)) {
          PacketCheck check = node.sideInputTypes.get(id).check();
          boolean optional = node.contract.inputSidePackets().index(id).isOptional();
          result
              .computeIfAbsent(name, n -> new ArrayList<>())
              .add(new GraphPlan.Required(check, optional));
        }
      }
    }
    return result;
  }

  private int maxQueueSize(List<NodeDraft> nodes) {
    int size = config.getMaxQueueSize() == 0 ? 100 : config.getMaxQueueSize();
    for (NodeDraft node : nodes) {
      int hint = node.config.getBufferSizeHint();
      size = hint > 0 ? Math.max(size, hint) : size;
    }
    return size;
  }
}
