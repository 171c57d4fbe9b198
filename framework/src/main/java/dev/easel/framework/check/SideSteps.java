package dev.easel.framework.check;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.plan.GeneratorPlan;
import dev.easel.framework.plan.StatusHandlerPlan;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.proto.PacketGeneratorConfig;
import dev.easel.framework.proto.StatusHandlerConfig;
import dev.easel.framework.side.PacketGenerator;
import dev.easel.framework.side.StatusHandler;
import dev.easel.framework.text.Origin;
import dev.easel.framework.text.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The packet generators and status handlers of a graph: read and checked as nodes are. */
final class SideSteps {
  private final CalculatorGraphConfig.Builder config;
  private final CalculatorRegistry registry;
  private final Report report;
  private final List<Generator> generators = new ArrayList<>();
  private final List<Handler> handlers = new ArrayList<>();

  private record Generator(
      PacketGeneratorConfig config, Supplier<? extends PacketGenerator> maker, NodeDraft draft) {}

  private record Handler(
      StatusHandlerConfig config, Supplier<? extends StatusHandler> maker, NodeDraft draft) {}

  SideSteps(CalculatorGraphConfig.Builder config, CalculatorRegistry registry, Report report) {
    this.config = config;
    this.registry = registry;
    this.report = report;
  }

  /** Reads the packet generators; what they make and need is wired like a node's. */
  List<NodeDraft> readGenerators(List<Origin> origins) {
    Report.Phase phase = report.phase("ValidatedGraphConfig Initialization failed.");
    for (int i = 0; i < config.getPacketGeneratorCount(); i++) {
      PacketGeneratorConfig each = config.getPacketGenerator(i);
      Optional<Supplier<? extends PacketGenerator>> maker =
          registry.find(PacketGenerator.KIND, config.getPackage(), each.getPacketGenerator());
      NodeKind kind =
          new NodeKind(
              "PacketGenerator",
              "FillExpectations",
              node -> maker.map(m -> calculator(m, each)),
              () -> List.copyOf(registry.namesOf(PacketGenerator.KIND)),
              true);
      Node node =
          Node.newBuilder()
              .setCalculator(each.getPacketGenerator())
              .addAllInputSidePacket(each.getInputSidePacketList())
              .addAllOutputSidePacket(each.getOutputSidePacketList())
              .build();
      new NodeReader(registry, kind, report, phase)
          .read(node, origins.get(i), each.getPacketGenerator())
          .ifPresent(d -> maker.ifPresent(m -> generators.add(new Generator(each, m, d))));
    }
    phase.end();
    return generators.stream().map(Generator::draft).toList();
  }

  private static Supplier<Calculator> calculator(
      Supplier<? extends PacketGenerator> maker, PacketGeneratorConfig of) {
    return () -> new GeneratorCalculator(maker.get(), of.getOptions());
  }

  /** Reads the status handlers; they need side packets and make none. */
  List<NodeDraft> readHandlers(List<Origin> origins) {
    Report.Phase phase = report.phase("ValidatedGraphConfig Initialization failed.");
    for (int i = 0; i < config.getStatusHandlerCount(); i++) {
      StatusHandlerConfig each = config.getStatusHandler(i);
      Optional<Supplier<? extends StatusHandler>> maker =
          registry.find(StatusHandler.KIND, config.getPackage(), each.getStatusHandler());
      NodeKind kind =
          new NodeKind(
              "StatusHandler",
              "FillExpectations",
              node -> maker.map(m -> contract(m, each)),
              () -> List.copyOf(registry.namesOf(StatusHandler.KIND)),
              true);
      Node node =
          Node.newBuilder()
              .setCalculator(each.getStatusHandler())
              .addAllInputSidePacket(each.getInputSidePacketList())
              .build();
      new NodeReader(registry, kind, report, phase)
          .read(node, origins.get(i), each.getStatusHandler())
          .ifPresent(d -> maker.ifPresent(m -> handlers.add(new Handler(each, m, d))));
    }
    phase.end();
    return handlers.stream().map(Handler::draft).toList();
  }

  private static Supplier<Calculator> contract(
      Supplier<? extends StatusHandler> maker, StatusHandlerConfig of) {
    return () -> new StatusHandlerContract(maker.get(), of.getOptions());
  }

  /** The generators that need nothing from a node, in the order of {@code sorted}. */
  List<NodeDraft> beforeNodes(List<NodeDraft> sorted) {
    Set<String> madeByNodes = new HashSet<>();
    List<NodeDraft> before = new ArrayList<>();
    for (NodeDraft draft : sorted) {
      boolean early =
          generators.stream().anyMatch(g -> g.draft == draft)
              && draft.sideInputs.entries().stream().noneMatch(e -> madeByNodes.contains(e.name()));
      if (early) {
        before.add(draft);
      } else {
        draft.sideOutputs.entries().forEach(e -> madeByNodes.add(e.name()));
      }
    }
    return before;
  }

  /** The plans of those generators. */
  List<GeneratorPlan> plans(List<NodeDraft> before) {
    List<GeneratorPlan> plans = new ArrayList<>();
    for (NodeDraft draft : before) {
      for (Generator g : generators) {
        if (g.draft == draft) {
          plans.add(
              new GeneratorPlan(
                  draft.name,
                  g.maker,
                  g.config.getOptions(),
                  draft.sideInputs,
                  checks(draft.sideInputTypes),
                  draft.sideOutputs,
                  checks(draft.sideOutputTypes)));
        }
      }
    }
    return List.copyOf(plans);
  }

  /** The plans of the status handlers. */
  List<StatusHandlerPlan> handlerPlans() {
    return handlers.stream()
        .map(
            h ->
                new StatusHandlerPlan(
                    h.draft.name,
                    h.maker,
                    h.config.getOptions(),
                    h.draft.sideInputs,
                    checks(h.draft.sideInputTypes)))
        .toList();
  }

  private static List<PacketCheck> checks(List<StreamType> types) {
    return types.stream().map(StreamType::check).toList();
  }
}
