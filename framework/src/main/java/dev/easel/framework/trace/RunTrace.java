package dev.easel.framework.trace;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.proto.GraphTrace.EventType;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls and packets of one run, without what the packets hold. Of a long run it has the first
 * ones, and how many more there were.
 *
 * <p><b>Threads:</b> any.
 */
public final class RunTrace implements CallLog {
  private static final int CALL_BYTES = 120;
  private static final int PACKET_BYTES = 48;

  private final List<Node> nodes;
  private final long mostBytes;
  private final MicrosClock clock = new MicrosClock();

  // Guarded by this object.
  private final List<Call> calls = new ArrayList<>();
  private long bytes;
  private long leftOut;

  /** A node by its place in the graph. */
  public record Node(String name, String calculator) {}

  /** A packet on its way. */
  public record Hop(String stream, long timestamp) {}

  /**
   * One call.
   *
   * @param node the node's place, or -1 for the application, which added a packet
   * @param start when it began, microseconds since 1970
   * @param end when it ended
   * @param thread the thread on which it ended
   */
  public record Call(
      int node,
      EventType type,
      long inputTimestamp,
      long start,
      long end,
      String thread,
      List<Hop> inputs,
      List<Hop> outputs) {}

  /** A trace of a run that begins; it takes so many bytes at most, by estimate. */
  public RunTrace(GraphPlan graph, long mostBytes) {
    // Names alone: a trace outlives its graph, whose classes may be replaced.
    nodes = graph.nodes().stream().map(RunTrace::named).toList();
    this.mostBytes = mostBytes;
  }

  private static Node named(NodePlan node) {
    return new Node(node.name(), node.type());
  }

  @Override
  public long now() {
    return clock.now();
  }

  @Override
  public void called(NodeCall call) {
    add(
        call.node(),
        call.type(),
        call.inputTimestamp(),
        call.start(),
        call.end(),
        hops(call.inputs()),
        hops(call.outputs()));
  }

  @Override
  public void added(String stream, Packet packet) {
    long now = now();
    List<Hop> sent = List.of(new Hop(stream, packet.timestamp()));
    add(-1, EventType.PROCESS, packet.timestamp(), now, now, List.of(), sent);
  }

  private static List<Hop> hops(List<NodeCall.OnStream> packets) {
    return packets.stream().map(at -> new Hop(at.stream(), at.packet().timestamp())).toList();
  }

  private synchronized void add(
      int node,
      EventType type,
      long inputTimestamp,
      long start,
      long end,
      List<Hop> inputs,
      List<Hop> outputs) {
    long more = CALL_BYTES + (long) PACKET_BYTES * (inputs.size() + outputs.size());
    if (bytes + more > mostBytes) {
      leftOut++;
      return;
    }
    bytes += more;
    String thread = Thread.currentThread().getName();
    calls.add(new Call(node, type, inputTimestamp, start, end, thread, inputs, outputs));
  }

  /** The nodes of the graph. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The calls so far, in the order of their ends. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How much memory it takes, by estimate. */
  public synchronized long bytes() {
    return bytes;
  }

  /** How many calls there were no room for. */
  public synchronized long leftOut() {
    return leftOut;
  }
}
