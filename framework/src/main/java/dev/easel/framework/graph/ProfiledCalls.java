package dev.easel.framework.graph;

import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.stream.Output;
import dev.easel.framework.trace.GraphProfiler;
import dev.easel.framework.trace.NodeCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the calls of one node recorded.
 *
 * <p><b>Threads:</b> those that run the node.
 */
final class ProfiledCalls {
  private final Node node;
  private final GraphProfiler profiler;

  ProfiledCalls(Node node, GraphProfiler profiler) {
    this.node = node;
    this.profiler = profiler;
  }

  void call(Call call, boolean opening) {
    List<NodeCall.OnStream> inputs = opening ? List.of() : inputs(call);
    long timestamp = call.inputTimestamp();
    long start = profiler.now();
    node.callCalculator(call);
    long end = profiler.now();
    EventType type =
        opening
            ? EventType.OPEN
            : timestamp == Timestamp.DONE ? EventType.CLOSE : EventType.PROCESS;
    profiler.called(new NodeCall(node.id(), type, timestamp, inputs, outputs(call), start, end));
  }

  private static List<NodeCall.OnStream> inputs(Call call) {
    List<NodeCall.OnStream> found = new ArrayList<>();
    for (int id = 0; id < call.inputs().size(); id++) {
      if (!call.inputs().index(id).isEmpty()) {
        found.add(
            new NodeCall.OnStream(
                id, call.inputs().index(id).name(), call.inputs().index(id).packet()));
      }
    }
    return found;
  }

  private static List<NodeCall.OnStream> outputs(Call call) {
    List<NodeCall.OnStream> found = new ArrayList<>();
    for (int id = 0; id < call.outputs().size(); id++) {
      OutputPort port = call.outputs().index(id);
      if (port instanceof Output output) {
        int number = id;
        output.packets().forEach(p -> found.add(new NodeCall.OnStream(number, port.name(), p)));
      }
    }
    return found;
  }
}
