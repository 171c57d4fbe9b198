package dev.easel.framework.check;

import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.policy.InputStreamHandlerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns checked nodes into plans, in order. */
final class NodePlans {
  private final TypeMatching types;
  private final Map<String, Integer> streams;
  private final Map<String, Integer> sidePackets;
  private int nextOutput;
  private int nextSideOutput;

  NodePlans(TypeMatching types, Map<String, Integer> streams, Map<String, Integer> sidePackets) {
    this.types = types;
    this.streams = streams;
    this.sidePackets = sidePackets;
  }

  NodePlan plan(
      NodeDraft node,
      int id,
      String name,
      InputStreamHandlerFactory.Request request,
      @Nullable InputStreamHandlerFactory handler) {
    int firstOutput = nextOutput;
    int firstSideOutput = nextSideOutput;
    nextOutput += node.outputs.size();
    nextSideOutput += node.sideOutputs.size();
    List<Boolean> backEdges = new ArrayList<>();
    for (boolean each : node.backEdges) {
      backEdges.add(each);
    }
    return new NodePlan(
        id,
        name,
        node.debugName(),
        node.config.getCalculator(),
        node.maker(),
        node.options,
        node.inputs,
        node.outputs,
        node.sideInputs,
        node.sideOutputs,
        inputChecks(node),
        checks(node.outputTypes),
        checks(node.sideInputTypes),
        checks(node.sideOutputTypes),
        optional(node),
        List.copyOf(backEdges),
        numbers(node.inputs, streams),
        firstOutput,
        numbers(node.sideInputs, sidePackets),
        firstSideOutput,
        request,
        handler,
        node.contract.isProcessTimestampBounds(),
        node.contract.timestampOffset(),
        node.contract.services(),
        node.config.getExecutor(),
        Math.max(1, node.config.getMaxInFlight()),
        node.config.getSourceLayer(),
        node.contract.isNeverBlocking());
  }

  private List<PacketCheck> inputChecks(NodeDraft node) {
    List<PacketCheck> result = new ArrayList<>();
    for (int id = 0; id < node.inputs.size(); id++) {
      StreamType own = node.inputTypes.get(id);
      result.add(
          own.impliedBy(types.stream(node.inputs.name(id))) ? PacketCheck.anything() : own.check());
    }
    return List.copyOf(result);
  }

  private static List<PacketCheck> checks(List<StreamType> types) {
    return types.stream().map(StreamType::check).toList();
  }

  private static List<Boolean> optional(NodeDraft node) {
    List<Boolean> result = new ArrayList<>();
    for (int id = 0; id < node.sideInputs.size(); id++) {
      result.add(node.contract.inputSidePackets().index(id).isOptional());
    }
    return List.copyOf(result);
  }

  private static List<Integer> numbers(TagMap tags, Map<String, Integer> byName) {
    return tags.entries().stream().map(e -> byName.getOrDefault(e.name(), -1)).toList();
  }
}
