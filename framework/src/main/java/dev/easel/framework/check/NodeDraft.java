package dev.easel.framework.check;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.name.PortEntries;
import dev.easel.framework.options.OptionValues;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.text.Origin;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One node while the graph is being checked. */
final class NodeDraft {
  final Node config;
  final Origin origin;
  final String name;
  private final @Nullable Supplier<? extends Calculator> maker;
  final OptionValues options;
  final CalculatorContract contract;
  final TagMap inputs;
  final TagMap outputs;
  final TagMap sideInputs;
  final TagMap sideOutputs;
  final List<StreamType> inputTypes;
  final List<StreamType> outputTypes;
  final List<StreamType> sideInputTypes;
  final List<StreamType> sideOutputTypes;
  final boolean[] backEdges;

  NodeDraft(
      Node config,
      Origin origin,
      @Nullable Supplier<? extends Calculator> maker,
      OptionValues options,
      CalculatorContract contract,
      boolean[] backEdges) {
    this.config = config;
    this.origin = origin;
    this.name = contract.nodeName();
    this.maker = maker;
    this.options = options;
    this.contract = contract;
    this.backEdges = backEdges;
    inputs = contract.inputs().tagMap();
    outputs = contract.outputs().tagMap();
    sideInputs = contract.inputSidePackets().tagMap();
    sideOutputs = contract.outputSidePackets().tagMap();
    IdentityHashMap<PortType, StreamType> types = new IdentityHashMap<>();
    inputTypes = types(contract.inputs(), types);
    outputTypes = types(contract.outputs(), types);
    sideInputTypes = types(contract.inputSidePackets(), types);
    sideOutputTypes = types(contract.outputSidePackets(), types);
  }

  /** Whether the calculator is known and its contract holds; only then the types mean anything. */
  boolean isGood() {
    return maker != null;
  }

  Supplier<? extends Calculator> maker() {
    return Objects.requireNonNull(maker, name);
  }

  private static List<StreamType> types(
      Ports<PortType> ports, IdentityHashMap<PortType, StreamType> types) {
    List<StreamType> result = new ArrayList<>();
    for (int id = 0; id < ports.size(); id++) {
      result.add(type(ports.index(id), types));
    }
    return result;
  }

  private static StreamType type(PortType port, IdentityHashMap<PortType, StreamType> types) {
    StreamType known = types.get(port);
    if (known != null) {
      return known;
    }
    PortType other = port.sameAs();
    StreamType type = other == null ? new StreamType(port.kind(), port.types()) : StreamType.any();
    types.put(port, type);
    if (other != null) {
      type.follow(type(other, types));
    }
    return type;
  }

  /** The node as messages about the whole graph name it. */
  String debugName() {
    return config.getName().isEmpty()
        ? "[%s, %s, and %s]"
            .formatted(
                config.getCalculator(),
                edges("input stream", config.getInputStreamList()),
                edges("output stream", config.getOutputStreamList()))
        : config.getName();
  }

  private static String edges(String kind, List<String> names) {
    return switch (names.size()) {
      case 0 -> "no " + kind + "s";
      case 1 -> kind + ": " + names.get(0);
      default -> kind + "s: <" + String.join(",", names) + ">";
    };
  }

  /** Where an entry of one of the node's lists stands. */
  Origin entry(String field, List<String> entries, String streamName) {
    for (int i = 0; i < entries.size(); i++) {
      PortEntries.Entry entry = PortEntries.entry(entries.get(i));
      if (entry != null && entry.name().equals(streamName)) {
        return origin.at(Origin.nodeField(field), i);
      }
    }
    return origin;
  }
}
