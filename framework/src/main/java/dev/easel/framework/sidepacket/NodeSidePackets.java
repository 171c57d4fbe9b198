package dev.easel.framework.sidepacket;

import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.plan.NodePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of nodes that take or make side packets, or are made of nothing else. */
public final class NodeSidePackets implements SidePackets {
  private static final Packet[] NONE = {};

  private final NodePlan plan;
  private final RunSidePackets all;
  private final Ports<OutputSidePacket> outputs;
  private final @Nullable Packet[] values;
  private Ports<Packet> inputs = NoSidePackets.NO_INPUTS;
  private int missing;

  /** The side packets of a node. */
  public NodeSidePackets(NodePlan plan, RunSidePackets all) {
    this.plan = plan;
    this.all = all;
    int count = plan.inputSidePackets().size();
    values = count == 0 ? NONE : new @Nullable Packet[count];
    outputs = plan.outputSidePackets().size() == 0 ? NoSidePackets.NO_OUTPUTS : makeOutputs();
  }

  private Ports<OutputSidePacket> makeOutputs() {
    OutputSidePacket[] result = new OutputSidePacket[plan.outputSidePackets().size()];
    for (int id = 0; id < result.length; id++) {
      result[id] =
          new RunSidePacket(
              all,
              plan.firstSideOutput() + id,
              plan.outputSidePackets().name(id),
              plan.sideOutputChecks().get(id));
    }
    return new Ports<>(plan.outputSidePackets(), result);
  }

  @Override
  public void start(Map<String, Packet> given) {
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

  @Override
  public void arrived(int id, Packet packet) {
    values[id] = packet;
    missing--;
    if (missing == 0) {
      inputs = present();
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

  @Override
  public boolean areComplete() {
    return missing == 0;
  }

  @Override
  public Ports<Packet> inputs() {
    return inputs;
  }

  @Override
  public Ports<OutputSidePacket> outputs() {
    return outputs;
  }

  private boolean isWithoutStreams() {
    return plan.inputs().size() == 0 && plan.outputs().size() == 0;
  }

  @Override
  public boolean repeat() {
    return isWithoutStreams() && all.repeat(plan, inputs);
  }

  @Override
  public void remember() {
    if (isWithoutStreams()) {
      all.remember(plan, inputs);
    }
  }
}
