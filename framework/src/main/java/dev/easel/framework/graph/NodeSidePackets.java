package dev.easel.framework.graph;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.plan.NodePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The side packets of one node: what it waits for and what it makes. */
final class NodeSidePackets {
  static final Ports<Packet> NO_INPUTS = new Ports<>(TagMap.empty(), new Packet[0]);
  static final Ports<OutputSidePacket> NO_OUTPUTS =
      new Ports<>(TagMap.empty(), new OutputSidePacket[0]);

  private static final Packet[] NONE = {};

  private final Node node;
  private final NodePlan plan;
  private Ports<Packet> inputs = NO_INPUTS;
  private final Ports<OutputSidePacket> outputs;
  private final @Nullable Packet[] values;
  private int missing;

  NodeSidePackets(Node node, NodePlan plan) {
    this.node = node;
    this.plan = plan;
    int count = plan.inputSidePackets().size();
    values = count == 0 ? NONE : new @Nullable Packet[count];
    outputs = plan.outputSidePackets().size() == 0 ? NO_OUTPUTS : makeOutputs();
  }

  private Ports<OutputSidePacket> makeOutputs() {
    OutputSidePacket[] result = new OutputSidePacket[plan.outputSidePackets().size()];
    for (int id = 0; id < result.length; id++) {
      result[id] =
          new RunSidePacket(
              node.run().sidePackets(),
              plan.firstSideOutput() + id,
              plan.outputSidePackets().name(id),
              plan.sideOutputChecks().get(id));
    }
    return new Ports<>(plan.outputSidePackets(), result);
  }

  /** Takes what the application gave; counts what nodes are still to make. */
  void start(Map<String, Packet> given) {
    for (int id = 0; id < values.length; id++) {
      if (plan.sideProducers().get(id) >= 0) {
        missing++;
      } else {
        values[id] = given.get(plan.inputSidePackets().name(id));
      }
    }
    if (missing == 0 && values.length > 0) {
      inputs = present();
    }
  }

  /** Takes what a node made. */
  void arrived(int id, Packet packet) {
    values[id] = packet;
    missing--;
    if (missing == 0) {
      inputs = present();
      node.openIfReady();
    }
  }

  private Ports<Packet> present() {
    List<TagMap.Entry> entries = new ArrayList<>();
    List<Packet> packets = new ArrayList<>();
    for (int id = 0; id < values.length; id++) {
      Packet value = values[id];
      if (value != null) {
        TagMap.Entry entry = plan.inputSidePackets().entry(id);
        int index = (int) entries.stream().filter(e -> e.tag().equals(entry.tag())).count();
        entries.add(new TagMap.Entry(entry.tag(), index, entry.name()));
        packets.add(value);
      }
    }
    return new Ports<>(
        packets.size() == values.length ? plan.inputSidePackets() : TagMap.of(entries), packets);
  }

  boolean areComplete() {
    return missing == 0;
  }

  Ports<Packet> inputs() {
    return inputs;
  }

  Ports<OutputSidePacket> outputs() {
    return outputs;
  }

  /** Opens the calculator, unless that would only repeat what the run before made. */
  void open(Calculator calculator, Call call) throws Exception {
    if (plan.inputs().size() > 0 || plan.outputs().size() > 0) {
      calculator.open(call);
    } else if (!node.run().sidePackets().repeat(plan, inputs)) {
      calculator.open(call);
    }
  }
}
