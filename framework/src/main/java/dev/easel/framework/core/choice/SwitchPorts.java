package dev.easel.framework.core.choice;

import dev.easel.framework.calculator.SubgraphContext;
import dev.easel.framework.name.TagIndex;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ports of a {@link SwitchContainer} that belong to the contained nodes. */
record SwitchPorts(TagMap inputs, TagMap outputs, TagMap sideInputs, TagMap sideOutputs) {

  static SwitchPorts of(SubgraphContext cc) {
    return new SwitchPorts(
        withoutControl(cc.inputs()),
        withoutControl(cc.outputs()),
        withoutControl(cc.inputSidePackets()),
        withoutControl(cc.outputSidePackets()));
  }

  /** The ports under names of which each stands once. */
  private static TagMap withoutControl(TagMap ports) {
    Set<String> used = new HashSet<>();
    List<TagMap.Entry> kept = new ArrayList<>();
    for (TagMap.Entry entry : ports.entries()) {
      if (!ChannelHistory.isControl(entry.tag())) {
        kept.add(new TagMap.Entry(entry.tag(), entry.index(), unique(entry.name(), used)));
      }
    }
    return TagMap.of(kept);
  }

  private static String unique(String name, Set<String> used) {
    String candidate = name;
    for (int suffix = 2; !used.add(candidate); suffix++) {
      candidate = name + "_" + suffix;
    }
    return candidate;
  }

  /** Lets a sequencer wait for the inputs that {@code wanted} names, for all if it names none. */
  void connectTicks(List<String> wanted, Node.Builder sequencer) {
    Set<Integer> ids = new HashSet<>();
    wanted.forEach(tagIndex -> ids.add(TagIndex.parse(tagIndex).id(inputs)));
    int tick = 0;
    for (int id = 0; id < inputs.size(); id++) {
      if (wanted.isEmpty() || ids.contains(id)) {
        sequencer.addInputStream("TICK:%d:%s".formatted(tick++, inputs.name(id)));
      }
    }
  }

  /** Connects the routers to the container's own ports. */
  void connectOutside(CalculatorGraphConfig.Builder graph, Node.Builder demux, Node.Builder mux) {
    inputs.entries().forEach(e -> graph.addInputStream(e.toString()));
    inputs.entries().forEach(e -> demux.addInputStream(e.toString()));
    outputs.entries().forEach(e -> graph.addOutputStream(e.toString()));
    outputs.entries().forEach(e -> mux.addOutputStream(e.toString()));
    sideInputs.entries().forEach(e -> graph.addInputSidePacket(e.toString()));
    sideInputs.entries().forEach(e -> demux.addInputSidePacket(e.toString()));
    sideOutputs.entries().forEach(e -> graph.addOutputSidePacket(e.toString()));
    sideOutputs.entries().forEach(e -> mux.addOutputSidePacket(e.toString()));
  }

  /** Connects a contained node to the routers. */
  void connectChannel(int channel, Node.Builder demux, Node.Builder node, Node.Builder mux) {
    for (TagMap.Entry entry : inputs.entries()) {
      demux.addOutputStream(outer(entry, channel));
      node.addInputStream(inner(entry, channel));
    }
    for (TagMap.Entry entry : outputs.entries()) {
      node.addOutputStream(inner(entry, channel));
      mux.addInputStream(outer(entry, channel));
    }
    for (TagMap.Entry entry : sideInputs.entries()) {
      demux.addOutputSidePacket(outer(entry, channel));
      node.addInputSidePacket(inner(entry, channel));
    }
    for (TagMap.Entry entry : sideOutputs.entries()) {
      node.addOutputSidePacket(inner(entry, channel));
      mux.addInputSidePacket(outer(entry, channel));
    }
  }

  private static String inner(TagMap.Entry entry, int channel) {
    return renamed(entry, entry.tag(), channel);
  }

  private static String outer(TagMap.Entry entry, int channel) {
    return renamed(entry, Channels.tag(entry.tag(), channel), channel);
  }

  private static String renamed(TagMap.Entry entry, String tag, int channel) {
    return new TagMap.Entry(tag, entry.index(), Channels.name(entry.name(), channel)).toString();
  }
}
