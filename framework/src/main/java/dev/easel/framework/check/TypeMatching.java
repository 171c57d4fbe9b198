package dev.easel.framework.check;

import dev.easel.framework.packet.TagMap;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.text.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Matches the types at both ends of every stream and side packet. */
final class TypeMatching {
  private final Report report;
  private final List<NodeDraft> nodes;
  private final Map<String, StreamType> streams = new HashMap<>();
  private final Map<String, StreamType> sidePackets = new HashMap<>();

  private record End(NodeDraft node, String name, StreamType type, StreamType producer) {}

  TypeMatching(Report report, TagMap graphInputs, List<NodeDraft> nodes) {
    this.report = report;
    this.nodes = nodes;
    graphInputs.entries().forEach(e -> streams.putIfAbsent(e.name(), StreamType.any()));
    for (NodeDraft node : nodes) {
      for (int id = 0; id < node.outputs.size(); id++) {
        streams.putIfAbsent(node.outputs.name(id), node.outputTypes.get(id));
      }
      for (int id = 0; id < node.sideOutputs.size(); id++) {
        sidePackets.putIfAbsent(node.sideOutputs.name(id), node.sideOutputTypes.get(id));
      }
    }
  }

  void match() {
    List<End> streamEnds = new ArrayList<>();
    List<End> sideEnds = new ArrayList<>();
    for (NodeDraft node : nodes) {
      ends(node, node.inputs, node.inputTypes, streams, streamEnds);
      ends(node, node.sideInputs, node.sideInputTypes, sidePackets, sideEnds);
    }
    resolve(streamEnds);
    resolve(sideEnds);
    for (End end : sideEnds) {
      if (!end.type.accepts(end.producer)) {
        mismatch(end, "input_side_packet", end.node.config.getInputSidePacketList(), sideText(end));
      }
    }
    for (End end : streamEnds) {
      if (!end.type.accepts(end.producer)) {
        mismatch(end, "input_stream", end.node.config.getInputStreamList(), streamText(end));
      }
    }
  }

  private static void ends(
      NodeDraft node,
      TagMap tags,
      List<StreamType> types,
      Map<String, StreamType> producers,
      List<End> ends) {
    for (int id = 0; id < tags.size(); id++) {
      StreamType producer = producers.get(tags.name(id));
      if (producer != null) {
        ends.add(new End(node, tags.name(id), types.get(id), producer));
      }
    }
  }

  private static void resolve(List<End> ends) {
    for (End end : ends) {
      if (end.type.isAny()) {
        end.type.follow(end.producer);
      } else if (end.producer.isAny()) {
        end.producer.follow(end.type);
      }
    }
    for (End end : ends) {
      if (end.type.accepts(end.producer)) {
        if (end.type.isOneOf() && end.producer.isExact()) {
          end.type.follow(end.producer);
        } else if (end.producer.isOneOf() && end.type.isExact()) {
          end.producer.follow(end.type);
        }
      }
    }
  }

  private static String sideText(End end) {
    return "Input side packet \"%s\" of Calculator \"%s\" expected a packet of type \"%s\" but the connected output side packet will be of type \"%s\""
        .formatted(end.name, end.node.debugName(), end.type.typeName(), end.producer.typeName());
  }

  private static String streamText(End end) {
    return "Input stream \"%s\" of calculator \"%s\" expects packets of type \"%s\" but the connected output stream will contain packets of type \"%s\""
        .formatted(end.name, end.node.debugName(), end.type.typeName(), end.producer.typeName());
  }

  private void mismatch(End end, String field, List<String> entries, String text) {
    report.fail(
        StatusCode.UNKNOWN,
        end.node.entry(field, entries, end.name),
        end.node.name,
        text,
        end.producer.isUndeclared()
            ? "the calculator that makes it does not declare it, so nothing can read it"
            : "connect a \"" + end.type.typeName() + "\"");
  }

  StreamType stream(String name) {
    return streams.getOrDefault(name, StreamType.any());
  }

  StreamType sidePacket(String name) {
    return sidePackets.getOrDefault(name, StreamType.any());
  }
}
