package dev.easel.framework.node;

import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.stream.Output;
import dev.easel.framework.trace.GraphProfiler;
import dev.easel.framework.trace.NodeCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Has the calls of nodes recorded; a call that was suspended, from its begin to its end. */
public final class ProfiledCalls extends CallRecorder {
  private final GraphProfiler log;
  private final CallRecorder inner;

  /** The calls that are suspended. */
  private final Map<Call, Begun> waiting = new ConcurrentHashMap<>();

  private record Begun(List<NodeCall.OnStream> inputs, long start) {}

  /** Has calls recorded by {@code log}, and by {@code inner} too. */
  public ProfiledCalls(GraphProfiler log, CallRecorder inner) {
    this.log = log;
    this.inner = inner;
  }

  @Override
  void call(Node node, Call call, boolean opening) {
    Begun before = waiting.remove(call);
    Begun begun =
        before == null ? new Begun(opening ? List.of() : inputs(call), log.now()) : before;
    long timestamp = call.inputTimestamp();
    inner.call(node, call, opening);
    if (call.isSuspended()) {
      waiting.put(call, begun);
      return;
    }
    EventType type =
        opening
            ? EventType.OPEN
            : timestamp == Timestamp.DONE ? EventType.CLOSE : EventType.PROCESS;
    log.called(
        new NodeCall(
            node.id(), type, timestamp, begun.inputs, outputs(call), begun.start, log.now()));
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
