package dev.easel.framework.graph;

import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.config.NodePlan;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import dev.easel.framework.stream.OutputStream;

/**
 * The inputs and outputs of one node.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class NodePorts {
  private static final Input[] NO_INPUTS = {};

  private final NodePlan plan;
  private final Input[] inputs;
  private final Output[] outputs;

  NodePorts(Node node, NodePlan plan, OutputStream[] streams) {
    this.plan = plan;
    int count = plan.inputs().size();
    inputs = count == 0 ? NO_INPUTS : new Input[count];
    for (int id = 0; id < count; id++) {
      inputs[id] = new Input(node, id, plan.inputs().name(id), plan.inputChecks().get(id).orNull());
    }
    outputs = new Output[plan.outputs().size()];
    for (int id = 0; id < outputs.length; id++) {
      OutputStream stream = streams[plan.firstOutput() + id];
      if (plan.timestampOffset().isPresent()) {
        stream.offset(plan.timestampOffset().getAsLong());
      }
      outputs[id] = new Output(stream, node.run()::fail);
    }
  }

  Input[] inputs() {
    return inputs;
  }

  Output[] outputs() {
    return outputs;
  }

  Ports<InputPort> byTag() {
    return new Ports<>(plan.inputs(), inputs);
  }

  Ports<OutputPort> byTag(Output[] of) {
    return new Ports<>(plan.outputs(), of);
  }

  /** How many inputs have to know their header before the node opens. */
  int headersToWaitFor() {
    int count = 0;
    for (boolean backEdge : plan.backEdges()) {
      count += backEdge ? 0 : 1;
    }
    return count;
  }

  /** Limits all queues. */
  void limit(int size) {
    for (Input input : inputs) {
      input.limit(size);
    }
  }

  void closeInputs() {
    for (Input input : inputs) {
      input.close();
    }
  }

  void clearInputs() {
    for (Input input : inputs) {
      input.clear();
    }
  }

  /** Sends what the node's closing left, and closes the outputs. */
  void finishOutputs() {
    for (Output output : outputs) {
      output.stream().finish(output);
    }
  }

  /** Forgets what calls that are not to count have left. */
  void restartOutputs() {
    for (Output output : outputs) {
      output.restart();
    }
  }

  void abandonOutputs() {
    for (Output output : outputs) {
      output.stream().abandon();
    }
  }
}
