package dev.easel.framework.core.port;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;

/** Passes stream headers on, in {@code open}. */
public final class Headers {
  private Headers() {}

  /** Gives every output the header of the input with its tag and index. */
  public static void copy(CalculatorContext cc) {
    Ports<InputPort> inputs = cc.inputs();
    for (int id = 0; id < inputs.size(); id++) {
      TagMap.Entry port = inputs.tagMap().entry(id);
      if (cc.outputs().has(port.tag(), port.index())) {
        copy(inputs.index(id), cc.outputs().get(port.tag(), port.index()));
      }
    }
  }

  /** Gives {@code output} the header of {@code input}, if it has one. */
  public static void copy(InputPort input, OutputPort output) {
    Packet header = input.header();
    if (!header.isEmpty()) {
      output.setHeader(header);
    }
  }
}
