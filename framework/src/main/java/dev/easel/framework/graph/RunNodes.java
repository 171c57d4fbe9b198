package dev.easel.framework.graph;

import dev.easel.framework.config.GraphPlan;
import dev.easel.framework.config.NodePlan;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * The nodes, streams and graph inputs of one run, connected as the plan says.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class RunNodes {
  private final GraphPlan plan;
  private final OutputStream[] streams;
  private final Node[] nodes;
  private final GraphInput[] inputs;

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
    connect();
    setup.taps(run).forEach((stream, taps) -> streams[stream].tap(taps));
  }

  private void connect() {
    for (int i = 0; i < streams.length; i++) {
      List<GraphPlan.Consumer> to = plan.streams().get(i).consumers();
      Input[] consumers = new Input[to.size()];
      for (int c = 0; c < consumers.length; c++) {
        consumers[c] = nodes[to.get(c).node()].inputs()[to.get(c).input()];
      }
      streams[i].connect(consumers);
      int input = i - plan.firstGraphInput();
      if (input >= 0) {
        inputs[input] = new GraphInput(plan.streams().get(i), streams[i]);
        inputs[input].connect(consumers);
      }
    }
  }

  Node[] all() {
    return nodes;
  }

  GraphInput[] inputs() {
    return inputs;
  }

  /** Sets the limits of the queues: the graph's, then those of single graph inputs. */
  void limit(Map<Integer, Integer> inputLimits) {
    for (Node node : nodes) {
      node.ports().limit(plan.maxQueueSize());
    }
    inputLimits.forEach((input, size) -> inputs[input].limit(size));
  }

  /** Opens the nodes that wait for nothing, then makes the headers of the graph inputs known. */
  void open(Map<String, Packet> headers) {
    for (Node node : nodes) {
      node.openIfReady();
    }
    for (int i = 0; i < inputs.length; i++) {
      OutputStream stream = inputs[i].stream();
      Packet header = headers.get(stream.name());
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
    for (GraphPlan.Consumer to : plan.streams().get(number).consumers()) {
      nodes[to.node()].headerArrived(to.input());
    }
  }

  /** Gives a side packet that a node made to all that wait for it. */
  void deliverSidePacket(int number, Packet packet) {
    for (Node node : nodes) {
      List<Integer> producers = node.plan().sideProducers();
      for (int id = 0; id < producers.size(); id++) {
        if (producers.get(id) == number) {
          node.sides().arrived(id, packet);
        }
      }
    }
  }
}
