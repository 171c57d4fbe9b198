package dev.easel.framework.graph;

import dev.easel.framework.config.GraphPlan;
import dev.easel.framework.config.NodePlan;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.OutputStream;
import dev.easel.framework.stream.Tap;
import java.util.List;
import java.util.Map;

/**
 * The nodes, streams and graph inputs of one run, connected as the plan says.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class RunNodes {
  private static final Input[] NOBODY = {};

  private final GraphPlan plan;
  private final OutputStream[] streams;
  private final Node[] nodes;
  private final GraphInput[] inputs;
  private int openInputs;

  RunNodes(GraphRun run, RunSetup setup, Lane[] lanes) {
    plan = setup.plan();
    streams = new OutputStream[plan.streams().size()];
    for (int i = 0; i < streams.length; i++) {
      GraphPlan.Stream stream = plan.streams().get(i);
      streams[i] = new OutputStream(stream.name(), stream.check().orNull());
    }
    nodes = new Node[plan.nodes().size()];
    for (int i = 0; i < nodes.length; i++) {
      NodePlan node = plan.nodes().get(i);
      nodes[i] = new Node(run, node, lanes[setup.lane(node)], streams);
    }
    inputs = new GraphInput[plan.graphInputs().size()];
    openInputs = inputs.length;
    connect();
    Map<Integer, Tap[]> all = setup.taps(run);
    if (!all.isEmpty()) {
      all.forEach((stream, taps) -> streams[stream].tap(taps));
    }
  }

  private void connect() {
    for (int i = 0; i < streams.length; i++) {
      List<GraphPlan.Consumer> to = plan.streams().get(i).consumers();
      Input[] consumers = consumers(to);
      streams[i].connect(consumers);
      int input = i - plan.firstGraphInput();
      if (input >= 0) {
        inputs[input] = new GraphInput(plan.streams().get(i), streams[i]);
        inputs[input].connect(consumers);
      }
    }
  }

  private Input[] consumers(List<GraphPlan.Consumer> of) {
    if (of.isEmpty()) {
      return NOBODY;
    }
    Input[] own = nodes[of.get(0).node()].inputs();
    if (of.size() == 1 && own.length == 1) {
      // The same array as the node's own: less memory to go through.
      return own;
    }
    Input[] result = new Input[of.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = nodes[of.get(i).node()].inputs()[of.get(i).input()];
    }
    return result;
  }

  Node[] all() {
    return nodes;
  }

  GraphInput[] inputs() {
    return inputs;
  }

  /** Closes a graph input that was asked to close. */
  void close(GraphInput input) {
    input.close();
    openInputs--;
  }

  /** Closes the graph inputs that nobody has closed. */
  void closeInputs() {
    for (GraphInput input : inputs) {
      if (input.askClose()) {
        close(input);
      }
    }
  }

  boolean areInputsClosed() {
    return openInputs == 0;
  }

  /** Sets the limits of the queues: the graph's, then those of single graph inputs. */
  void limit(Map<Integer, Integer> inputLimits) {
    for (Node node : nodes) {
      NodePorts.limit(node.inputs(), plan.maxQueueSize());
    }
    if (!inputLimits.isEmpty()) {
      inputLimits.forEach((input, size) -> inputs[input].limit(size));
    }
  }

  /** Opens the nodes that wait for nothing, then makes the headers of the graph inputs known. */
  void open(Map<String, Packet> headers) {
    for (Node node : nodes) {
      node.openIfReady();
    }
    for (int i = 0; i < inputs.length; i++) {
      OutputStream stream = inputs[i].stream();
      Packet header = headers.isEmpty() ? null : headers.get(stream.name());
      if (header != null) {
        stream.setHeader(header);
      }
      lockIntro(stream, plan.firstGraphInput() + i);
    }
  }

  /** Makes the headers that an opened node sent known to its consumers. */
  void headersKnown(Node node) {
    for (int i = 0; i < node.outputs().length; i++) {
      lockIntro(node.outputs()[i].stream(), node.plan().firstOutput() + i);
    }
  }

  private void lockIntro(OutputStream stream, int number) {
    stream.lockIntro();
    List<GraphPlan.Consumer> consumers = plan.streams().get(number).consumers();
    for (int i = 0; i < consumers.size(); i++) {
      nodes[consumers.get(i).node()].headerArrived(consumers.get(i).input());
    }
  }

  /** Gives a side packet that a node made to all that wait for it. */
  void deliverSidePacket(int number, Packet packet) {
    for (Node node : nodes) {
      List<Integer> producers = node.plan().sideProducers();
      for (int id = 0; id < producers.size(); id++) {
        if (producers.get(id) == number) {
          NodeSidePackets sides = node.sides();
          if (sides != null) {
            sides.arrived(id, packet);
          }
        }
      }
    }
  }
}
