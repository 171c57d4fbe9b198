package dev.easel.framework.trace;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GraphTrace.EventType;
import java.util.List;

/**
 * One call of a node.
 *
 * @param node the node's place in the order of the graph
 * @param type {@code OPEN}, {@code PROCESS} or {@code CLOSE}
 * @param inputTimestamp the call's input timestamp
 * @param inputs the packets that it got, with their streams
 * @param outputs the packets that it sent, with their streams
 * @param start when it began, microseconds since 1970
 * @param end when it returned, microseconds since 1970
 */
public record NodeCall(
    int node,
    EventType type,
    long inputTimestamp,
    List<OnStream> inputs,
    List<OnStream> outputs,
    long start,
    long end) {

  /** A packet, the name of its stream, and the number of the port. */
  public record OnStream(int port, String stream, Packet packet) {}
}
