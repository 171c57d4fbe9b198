package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.core.port.PortTags;
import dev.easel.framework.core.port.RetCheck;

/**
 * Copies packets, headers and side packets to the port with the same tag and index. Without inputs
 * it stops at once.
 *
 * <ul>
 *   <li>Input streams: any ports, any types.
 *   <li>Output streams: the same ports.
 *   <li>Input side packets: any ports, any types.
 *   <li>Output side packets: none, or the same ports as the input side packets.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PassThroughCalculator"
 *   input_stream: "in"
 *   output_stream: "out"
 * }
 * }</pre>
 */
final class PassThroughCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes packets, headers and side packets as they are.");
    cc.neverBlocks();
    cc.setTimestampOffset(0);
    RetCheck.argument(
        PortTags.same(cc.inputs().tagMap(), cc.outputs().tagMap()),
        "Input and output streams to PassThroughCalculator must use matching tags and indexes.");
    pair(cc.inputs(), cc.outputs());
    for (int id = 0; id < cc.inputSidePackets().size(); id++) {
      cc.inputSidePackets().index(id).setAny();
    }
    if (cc.outputSidePackets().size() > 0) {
      RetCheck.argument(
          PortTags.same(cc.inputSidePackets().tagMap(), cc.outputSidePackets().tagMap()),
          "Input and output side packets to PassThroughCalculator must use matching tags and"
              + " indexes.");
      pair(cc.inputSidePackets(), cc.outputSidePackets());
    }
  }

  private static void pair(Ports<PortType> from, Ports<PortType> to) {
    for (int id = 0; id < from.size(); id++) {
      to.index(id).setSameAs(from.index(id).setAny());
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    Headers.copy(cc);
    for (int id = 0; id < cc.outputSidePackets().size(); id++) {
      cc.outputSidePackets().index(id).set(cc.inputSidePackets().index(id));
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    Ports<InputPort> inputs = cc.inputs();
    if (inputs.size() == 0) {
      cc.stop();
    }
    for (int id = 0; id < inputs.size(); id++) {
      InputPort input = inputs.index(id);
      if (!input.isEmpty()) {
        cc.outputs().index(id).add(input.packet());
      }
    }
  }
}
