package dev.easel.framework.graph;

import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import dev.easel.framework.stream.OutputStream;

/**
 * What is done to all inputs, or all outputs, of a node.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class NodePorts {
  private static final Input[] NO_INPUTS = {};

  private static final Output[] NO_OUTPUTS = {};

  private NodePorts() {}

  static Input[] inputs(Node node, NodeShape shape, int limit) {
    int count = shape.inputs;
    Input[] inputs = count == 0 ? NO_INPUTS : new Input[count];
    for (int id = 0; id < count; id++) {
      inputs[id] = new Input(node, id, shape.inputChecks[id], limit);
    }
    return inputs;
  }

  static Output[] outputs(Node node, NodeShape shape, OutputStream[] streams) {
    int count = shape.outputs;
    Output[] outputs = count == 0 ? NO_OUTPUTS : new Output[count];
    for (int id = 0; id < count; id++) {
      OutputStream stream = streams[shape.firstOutput + id];
      if (shape.hasOffset) {
        stream.offset(shape.offset);
      }
      outputs[id] = new Output(stream, node);
    }
    return outputs;
  }

  static Ports<InputPort> byTag(NodePlan plan, Input[] inputs) {
    return new Ports<>(plan.inputs(), inputs);
  }

  static Ports<OutputPort> byTag(NodePlan plan, Output[] outputs) {
    return new Ports<>(plan.outputs(), outputs);
  }

  static void close(Input[] inputs) {
    for (Input input : inputs) {
      input.close();
    }
  }

  static void clear(Input[] inputs) {
    for (Input input : inputs) {
      input.clear();
    }
  }

  /** Sends what the node's closing left, and closes the outputs. */
  static void finish(Output[] outputs) {
    for (Output output : outputs) {
      output.stream().finish(output);
    }
  }

  /** Forgets what calls that are not to count have left. */
  static void restart(Output[] outputs) {
    for (Output output : outputs) {
      output.restart();
    }
  }

  /** The same error, with the name of the node that sends into a stream. */
  static StatusException withSender(StatusException why, int stream, Node[] nodes) {
    for (Node node : nodes) {
      int output = stream - node.plan().firstOutput();
      if (output >= 0 && output < node.plan().outputs().size()) {
        String text = "%s The stream is sent by node \"%s\".".formatted(why.message(), node.name());
        return new StatusException(why.code(), text);
      }
    }
    return why;
  }

  static void abandon(Output[] outputs) {
    for (Output output : outputs) {
      output.stream().abandon();
    }
  }
}
