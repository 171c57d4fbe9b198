package dev.easel.framework.check;

import com.google.protobuf.Any;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.name.Nearest;
import dev.easel.framework.name.PortEntries;
import dev.easel.framework.name.TagIndex;
import dev.easel.framework.options.OptionValues;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.proto.InputStreamInfo;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.text.Origin;
import dev.easel.framework.text.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads one node: its ports, its calculator and the calculator's contract. */
final class NodeReader {
  private final CalculatorRegistry registry;
  private final NodeKind kind;
  private final Report report;
  private final Report.Phase phase;

  NodeReader(CalculatorRegistry registry, NodeKind kind, Report report, Report.Phase phase) {
    this.registry = registry;
    this.kind = kind;
    this.report = report;
    this.phase = phase;
  }

  /** The node, with what could be read of it; empty when its entries could not. */
  Optional<NodeDraft> read(Node node, Origin origin, String name) {
    Optional<TagMaps> tags = tagMaps(node, origin, name);
    if (tags.isEmpty()) {
      calculator(node, origin, name, false);
      return Optional.empty();
    }
    TagMaps maps = tags.get();
    boolean[] backEdges = new boolean[maps.inputs.size()];
    boolean good =
        streamInfos(node, origin, name, maps.inputs, backEdges)
            && optionTypesDiffer(node, origin, name);
    Optional<? extends Supplier<? extends Calculator>> maker = calculator(node, origin, name, good);
    OptionValues options =
        new OptionValues(node.getOptions(), node.getNodeOptionsList(), registry.extensions());
    CalculatorContract contract =
        new CalculatorContract(
            name,
            node.getCalculator(),
            options,
            maps.inputs,
            maps.outputs,
            maps.sideInputs,
            maps.sideOutputs);
    boolean holds = good && maker.isPresent() && contractHolds(contract, maker.get(), node, origin);
    return Optional.of(
        new NodeDraft(node, origin, holds ? maker.get() : null, options, contract, backEdges));
  }

  private record TagMaps(TagMap inputs, TagMap outputs, TagMap sideInputs, TagMap sideOutputs) {}

  private Optional<TagMaps> tagMaps(Node node, Origin origin, String name) {
    List<String> messages = new ArrayList<>();
    TagMaps maps =
        new TagMaps(
            tags("input_stream", node.getInputStreamList(), origin, name, messages),
            tags("output_stream", node.getOutputStreamList(), origin, name, messages),
            tags("input_side_packet", node.getInputSidePacketList(), origin, name, messages),
            tags("output_side_packet", node.getOutputSidePacketList(), origin, name, messages));
    if (messages.isEmpty()) {
      return Optional.of(maps);
    }
    phase.error(
        StatusCode.UNKNOWN,
        "Unable to initialize TagMaps for node.\n"
            + String.join("\n", messages)
            + "\nFor calculator:\n"
            + node);
    return Optional.empty();
  }

  private TagMap tags(
      String field, List<String> entries, Origin origin, String name, List<String> messages) {
    PortEntries.Parsed parsed = PortEntries.parse(entries);
    for (PortEntries.Fault fault : parsed.faults()) {
      messages.add(fault.message());
      Origin where = origin.at(Origin.nodeField(field), fault.index());
      report.add(fault.code(), where, name, fault.message(), fault.hint());
    }
    return parsed.tags();
  }

  private boolean streamInfos(
      Node node, Origin origin, String name, TagMap inputs, boolean[] backEdges) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < node.getInputStreamInfoCount(); i++) {
      InputStreamInfo info = node.getInputStreamInfo(i);
      try {
        backEdges[claim(inputs, info.getTagIndex(), seen)] = info.getBackEdge();
      } catch (StatusException e) {
        error(
            e.code(),
            origin.at(Origin.nodeField("input_stream_info"), i),
            name,
            e.message(),
            "the node's inputs are " + inputs);
        return false;
      }
    }
    return true;
  }

  private static int claim(TagMap inputs, String tagIndex, Set<Integer> seen) {
    int id = TagIndex.parse(tagIndex).id(inputs);
    if (id < 0) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "Input stream with tag_index \"%s\" requested in InputStreamInfo but is not an input stream of the calculator."
              .formatted(tagIndex));
    }
    if (!seen.add(id)) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "Input stream with tag_index \"%s\" has more than one InputStreamInfo."
              .formatted(tagIndex));
    }
    return id;
  }

  private boolean optionTypesDiffer(Node node, Origin origin, String name) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < node.getNodeOptionsCount(); i++) {
      Any any = node.getNodeOptions(i);
      if (!seen.add(any.getTypeUrl())) {
        error(
            StatusCode.INTERNAL,
            origin.at(Origin.nodeField("node_options"), i),
            name,
            "Options type: '%s' specified more than once for a single calculator node config."
                .formatted(any.getTypeUrl()),
            "put all its fields into one node_options");
        return false;
      }
    }
    return true;
  }

  private Optional<? extends Supplier<? extends Calculator>> calculator(
      Node node, Origin origin, String name, boolean inStatus) {
    Optional<? extends Supplier<? extends Calculator>> maker = kind.maker().apply(node);
    if (maker.isEmpty()) {
      String message =
          "No registered object with name: %s; Unable to find %s \"%s\""
              .formatted(node.getCalculator(), kind.label(), node.getCalculator());
      String hint =
          Nearest.hint(
              node.getCalculator(),
              kind.names().get(),
              "no " + kind.label() + " has a similar name");
      Origin where = origin.at(Origin.nodeField("calculator"), 0);
      report.add(StatusCode.NOT_FOUND, where, name, message, hint);
      if (inStatus) {
        phase.error(StatusCode.NOT_FOUND, message);
      }
    }
    return maker;
  }

  private boolean contractHolds(
      CalculatorContract contract, Supplier<? extends Calculator> maker, Node node, Origin origin) {
    String name = contract.nodeName();
    try {
      maker.get().contract(contract);
    } catch (StatusException e) {
      String message = node.getCalculator() + ": " + e.message();
      return portsHold(contract, node, origin, false) && error(e.code(), origin, name, message, "");
    } catch (RuntimeException e) {
      return error(
          StatusCode.UNKNOWN, origin, name, node.getCalculator() + ": " + e, "see the calculator");
    }
    return portsHold(contract, node, origin, true);
  }

  private boolean portsHold(
      CalculatorContract contract, Node node, Origin origin, boolean contractEnded) {
    List<String> messages = new ArrayList<>();
    ports(contract, "input stream", contract.inputs(), origin, contractEnded, messages);
    ports(contract, "output stream", contract.outputs(), origin, contractEnded, messages);
    ports(
        contract,
        "input side packet",
        contract.inputSidePackets(),
        origin,
        contractEnded,
        messages);
    if (kind.declaresOutputSidePackets()) {
      ports(
          contract,
          "output side packet",
          contract.outputSidePackets(),
          origin,
          contractEnded,
          messages);
    }
    if (!messages.isEmpty()) {
      phase.error(
          StatusCode.INVALID_ARGUMENT,
          node.getCalculator()
              + "::"
              + kind.contract()
              + " failed to validate: \n"
              + String.join("\n", messages));
    }
    return messages.isEmpty();
  }

  private void ports(
      CalculatorContract contract,
      String kind,
      Ports<PortType> ports,
      Origin origin,
      boolean contractEnded,
      List<String> messages) {
    List<String> own = new ArrayList<>();
    String known = "the calculator's %ss are %s".formatted(kind, describe(contract, kind, ports));
    for (CalculatorContract.Absent absent : contract.absent()) {
      if (absent.kind().equals(kind) && !absent.type().isOptional()) {
        own.add("Failed to get tag \"%s\" index %d".formatted(absent.tag(), absent.index()));
      }
    }
    for (int id = 0; contractEnded && own.isEmpty() && id < ports.size(); id++) {
      if (ports.index(id).kind() == PortType.Kind.UNSET) {
        TagMap.Entry entry = ports.tagMap().entry(id);
        own.add("Tag \"%s\" index %d was not expected.".formatted(entry.tag(), entry.index()));
      }
    }
    if (!own.isEmpty()) {
      messages.add(
          "For %ss of %s ValidatePacketTypeSet failed:\n%s"
              .formatted(kind, contract.nodeName(), String.join("\n", own)));
      Origin where = origin.at(Origin.nodeField(kind.replace(' ', '_')), 0);
      for (String each : own) {
        report.add(
            StatusCode.INVALID_ARGUMENT, where, contract.nodeName(), kind + ": " + each, known);
      }
    }
  }

  private static String describe(CalculatorContract contract, String kind, Ports<PortType> ports) {
    List<String> names = new ArrayList<>();
    for (int id = 0; id < ports.size(); id++) {
      if (ports.index(id).kind() != PortType.Kind.UNSET) {
        names.add(label(ports.tagMap().entry(id).tag(), ports.tagMap().entry(id).index()));
      }
    }
    for (CalculatorContract.Absent absent : contract.absent()) {
      if (absent.kind().equals(kind)) {
        names.add(
            label(absent.tag(), absent.index())
                + (absent.type().isOptional() ? " (optional)" : ""));
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names.stream().distinct().toList());
  }

  private static String label(String tag, int index) {
    return tag.isEmpty() ? "number " + index : index == 0 ? tag : tag + ":" + index;
  }

  private boolean error(StatusCode code, Origin where, String name, String message, String hint) {
    phase.error(code, message);
    report.add(code, where, name, message, hint);
    return false;
  }
}
