package dev.easel.framework.expand;

import dev.easel.framework.name.CanonicalNames;
import dev.easel.framework.name.PortEntries;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.proto.PacketGeneratorConfig;
import dev.easel.framework.proto.StatusHandlerConfig;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Renames what is inside a subgraph, so that it fits into the graph around it. */
final class GraphNames {
  private GraphNames() {}

  /** Puts a node's name before every name of a subgraph. */
  static void prefix(CalculatorGraphConfig.Builder inner, String nodeName) {
    String prefix = nodeName.toLowerCase(Locale.ROOT).replaceAll("[. :]", "_") + "__";
    List<String> names = CanonicalNames.of(inner.getNodeList());
    for (int i = 0; i < names.size(); i++) {
      inner.getNodeBuilder(i).setName(prefix + names.get(i));
    }
    rename(inner, name -> prefix + name, name -> prefix + name);
  }

  private static void rename(
      CalculatorGraphConfig.Builder inner,
      UnaryOperator<String> stream,
      UnaryOperator<String> side) {
    CalculatorGraphConfig old = inner.build();
    inner
        .clearInputStream()
        .addAllInputStream(renamed(old.getInputStreamList(), stream))
        .clearOutputStream()
        .addAllOutputStream(renamed(old.getOutputStreamList(), stream))
        .clearInputSidePacket()
        .addAllInputSidePacket(renamed(old.getInputSidePacketList(), side))
        .clearOutputSidePacket()
        .addAllOutputSidePacket(renamed(old.getOutputSidePacketList(), side));
    for (Node.Builder node : inner.getNodeBuilderList()) {
      Node oldNode = node.build();
      node.clearInputStream()
          .addAllInputStream(renamed(oldNode.getInputStreamList(), stream))
          .clearOutputStream()
          .addAllOutputStream(renamed(oldNode.getOutputStreamList(), stream))
          .clearInputSidePacket()
          .addAllInputSidePacket(renamed(oldNode.getInputSidePacketList(), side))
          .clearOutputSidePacket()
          .addAllOutputSidePacket(renamed(oldNode.getOutputSidePacketList(), side));
    }
    for (PacketGeneratorConfig.Builder generator : inner.getPacketGeneratorBuilderList()) {
      PacketGeneratorConfig oldGenerator = generator.build();
      generator
          .clearInputSidePacket()
          .addAllInputSidePacket(renamed(oldGenerator.getInputSidePacketList(), side))
          .clearOutputSidePacket()
          .addAllOutputSidePacket(renamed(oldGenerator.getOutputSidePacketList(), side));
    }
    for (StatusHandlerConfig.Builder handler : inner.getStatusHandlerBuilderList()) {
      StatusHandlerConfig oldHandler = handler.build();
      handler
          .clearInputSidePacket()
          .addAllInputSidePacket(renamed(oldHandler.getInputSidePacketList(), side));
    }
  }

  private static List<String> renamed(List<String> entries, UnaryOperator<String> change) {
    return entries.stream().map(e -> renamed(e, change)).toList();
  }

  private static String renamed(String entry, UnaryOperator<String> change) {
    int name = entry.lastIndexOf(':') + 1;
    return entry.substring(0, name) + change.apply(entry.substring(name));
  }

  /**
   * Gives a subgraph's interface the outer names, and drops the inputs that the node leaves out.
   */
  static void connect(CalculatorGraphConfig.Builder inner, Node node) {
    String type = node.getCalculator();
    Map<String, String> streams = new HashMap<>();
    Map<String, String> sides = new HashMap<>();
    match(inner.getInputStreamList(), node.getInputStreamList(), streams, "input streams", type);
    match(inner.getOutputStreamList(), node.getOutputStreamList(), streams, "output streams", type);
    match(
        inner.getInputSidePacketList(),
        node.getInputSidePacketList(),
        sides,
        "input side packets",
        type);
    match(
        inner.getOutputSidePacketList(),
        node.getOutputSidePacketList(),
        sides,
        "output side packets",
        type);
    Set<String> noStreams = left(inner.getInputStreamList(), node.getInputStreamList());
    Set<String> noSides = left(inner.getInputSidePacketList(), node.getInputSidePacketList());
    rename(inner, n -> streams.getOrDefault(n, n), n -> sides.getOrDefault(n, n));
    for (Node.Builder each : inner.getNodeBuilderList()) {
      List<String> inputs = without(each.getInputStreamList(), noStreams);
      List<String> sideInputs = without(each.getInputSidePacketList(), noSides);
      each.clearInputStream().addAllInputStream(inputs);
      each.clearInputSidePacket().addAllInputSidePacket(sideInputs);
    }
    for (PacketGeneratorConfig.Builder each : inner.getPacketGeneratorBuilderList()) {
      List<String> sideInputs = without(each.getInputSidePacketList(), noSides);
      each.clearInputSidePacket().addAllInputSidePacket(sideInputs);
    }
  }

  private static void match(
      List<String> innerEntries,
      List<String> outerEntries,
      Map<String, String> names,
      String kind,
      String type) {
    TagMap inner = read(innerEntries);
    TagMap outer = read(outerEntries);
    for (String tag : new TreeSet<>(outer.tags())) {
      int wanted = outer.count(tag);
      int there = inner.count(tag);
      if (wanted > there) {
        String what =
            there == 0
                ? "Tag \"%s\" does not exist in the subgraph config.".formatted(tag)
                : "Tag \"%s\" has %d indexes in the subgraph node but has only %d indexes in the subgraph config."
                    .formatted(tag, wanted, there);
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "while processing the " + kind + " of subgraph node " + type + ": " + what);
      }
      for (int i = 0; i < wanted; i++) {
        names.put(inner.name(inner.id(tag, i)), outer.name(outer.id(tag, i)));
      }
    }
  }

  private static TagMap read(List<String> entries) {
    PortEntries.Parsed parsed = PortEntries.parse(entries);
    for (PortEntries.Fault fault : parsed.faults()) {
      throw new StatusException(fault.code(), fault.message());
    }
    return parsed.tags();
  }

  private static Set<String> left(List<String> innerEntries, List<String> outerEntries) {
    TagMap outer = read(outerEntries);
    Set<String> result = new HashSet<>();
    for (TagMap.Entry entry : read(innerEntries).entries()) {
      if (outer.id(entry.tag(), entry.index()) < 0) {
        result.add(entry.name());
      }
    }
    return result;
  }

  private static List<String> without(List<String> entries, Set<String> names) {
    List<String> result = new ArrayList<>();
    for (String entry : entries) {
      if (!names.contains(entry.substring(entry.lastIndexOf(':') + 1))) {
        result.add(entry);
      }
    }
    return result;
  }
}
