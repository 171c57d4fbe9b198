package dev.easel.framework.node;

import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.stream.Input;

/** The calls of a node that run one after another: always the same one. */
final class SingleCall extends Call implements Calls {
  SingleCall(Node node, Ports<InputPort> inputs, Ports<OutputPort> outputs) {
    super(node, inputs, outputs);
  }

  @Override
  public boolean mayBegin(int inFlight) {
    return inFlight == 0;
  }

  @Override
  public boolean isIdle() {
    return true;
  }

  @Override
  public void prepare(long t, Input[] inputs) {
    at(t);
  }

  @Override
  public void resumed(Call call) {}

  @Override
  public Call next() {
    if (!isResumed()) {
      node().takeLate(inputTimestamp());
    }
    return this;
  }

  @Override
  public void complete(Call ended) {
    node().processed(ended);
  }

  @Override
  public boolean mayPassOn(long bound) {
    return true;
  }
}
