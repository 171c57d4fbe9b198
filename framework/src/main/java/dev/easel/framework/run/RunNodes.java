package dev.easel.framework.run;

import dev.easel.framework.node.CallRecorder;
import dev.easel.framework.node.Node;
import dev.easel.framework.node.NodeShape;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.sidepacket.RunSidePackets;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import dev.easel.framework.stream.OutputStream;
import dev.easel.framework.stream.Tap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes, streams and graph inputs of one run, connected as the plan says.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class RunNodes {
  private static final Input[] NOBODY = {};

  private final GraphShape shape;
  private final OutputStream[] streams;
  private final Node[] nodes;
  private final GraphInput[] inputs;
  private int openInputs;

  RunNodes(GraphRun run, RunSetup setup, RunSidePackets sidePackets) {
    shape = setup.shape();
    GraphShape.Stream[] shapes = shape.streams;
    streams = new OutputStream[shapes.length];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = new OutputStream(shapes[i].name, shapes[i].check);
    }
    NodeShape[] all = shape.nodes;
    CallRecorder recorder = setup.profiling().recorder();
    nodes = new Node[all.length];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new Node(run, all[i], streams, shape.maxQueueSize, sidePackets, recorder);
    }
    inputs = new GraphInput[streams.length - shape.firstGraphInput];
    openInputs = inputs.length;
    connect();
    Map<Integer, Tap[]> tapped = setup.taps(run);
    if (!tapped.isEmpty()) {
      tapped.forEach(this::tap);
    }
  }

  private void tap(int stream, Tap[] taps) {
    streams[stream].tap(taps);
    for (Node node : nodes) {
      if (isSender(node, stream)) {
        node.tapped();
      }
    }
  }

  private static boolean isSender(Node node, int stream) {
    int output = stream - node.plan().firstOutput();
    return output >= 0 && output < node.outputs().length;
  }

  /** The name of the node that sends into a stream, "" if none does. */
  String sender(int stream) {
    for (Node node : nodes) {
      if (isSender(node, stream)) {
        return node.name();
      }
    }
    return "";
  }

  private void connect() {
    for (int i = 0; i < streams.length; i++) {
      Input[] consumers = consumers(shape.streams[i]);
      streams[i].connect(consumers);
      int input = i - shape.firstGraphInput;
      if (input >= 0) {
        inputs[input] = new GraphInput(streams[i], consumers);
      }
    }
  }

  private Input[] consumers(GraphShape.Stream of) {
    int count = of.consumers.length;
    if (count == 0) {
      return NOBODY;
    }
    Input[] own = nodes[of.consumers[0]].inputs();
    if (count == 1 && own.length == 1) {
      // The same array as the node's own: less memory to go through.
      return own;
    }
    Input[] result = new Input[count];
    for (int i = 0; i < count; i++) {
      result[i] = nodes[of.consumers[i]].inputs()[of.inputs[i]];
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

  /** Gives the nodes their side packets, and the sources their turns. */
  void start(Map<String, Packet> given, @Nullable Sources sources) {
    if (!shape.hasStarts) {
      return;
    }
    for (Node node : nodes) {
      node.sides().start(given);
      if (sources != null && shape.nodes[node.id()].isSource) {
        sources.add(node.turns());
      }
    }
  }

  /** Sets the limits of the queues behind single graph inputs. */
  void limit(Map<Integer, Integer> inputLimits) {
    if (shape.maxQueueSize < -1) {
      // Not one that a queue starts with: it counts as full from the beginning.
      for (Node node : nodes) {
        for (Input input : node.inputs()) {
          input.limit(shape.maxQueueSize);
        }
      }
    }
    if (!inputLimits.isEmpty()) {
      inputLimits.forEach((input, size) -> inputs[input].limit(size));
    }
  }

  /** Opens the nodes that wait for nothing, then makes the headers of the graph inputs known. */
  void open(Map<String, Packet> headers) {
    for (int node : shape.first) {
      nodes[node].openIfReady();
    }
    for (int i = 0; i < inputs.length; i++) {
      OutputStream stream = inputs[i].stream();
      Packet header = headers.isEmpty() ? null : headers.get(stream.name());
      if (header != null) {
        stream.setHeader(header);
      }
      lockIntro(stream, shape.firstGraphInput + i);
    }
  }

  /** Makes the headers that an opened node sent known to its consumers. */
  void headersKnown(Node node) {
    Output[] outputs = node.outputs();
    int first = node.plan().firstOutput();
    for (int i = 0; i < outputs.length; i++) {
      lockIntro(outputs[i].stream(), first + i);
    }
  }

  private void lockIntro(OutputStream stream, int number) {
    stream.lockIntro();
    for (int node : shape.streams[number].waiting) {
      nodes[node].headerArrived();
    }
  }

  /** Gives a side packet that a node made to all that wait for it. */
  void deliverSidePacket(int number, Packet packet) {
    for (Node node : nodes) {
      List<Integer> producers = node.plan().sideProducers();
      for (int id = 0; id < producers.size(); id++) {
        if (producers.get(id) == number) {
          node.sides().arrived(id, packet);
          node.openIfReady();
        }
      }
    }
  }
}
