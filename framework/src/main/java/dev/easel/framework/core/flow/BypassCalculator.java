package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.name.TagIndex;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.BypassCalculatorOptions;
import java.util.Arrays;

/**
 * Stands in for a node that is switched off: the streams that the options pair pass, the others end
 * here, and outputs without an input only get bounds.
 *
 * <ul>
 *   <li>Input streams and input side packets: any ports, any types.
 *   <li>Output streams: any ports.
 *   <li>Options: {@code BypassCalculatorOptions}: {@code pass_input_stream} and {@code
 *       pass_output_stream}, as many of each, written {@code TAG:index}.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "BypassCalculator"
 *   input_stream: "FRAME:frames"
 *   input_stream: "SIZE:sizes"
 *   output_stream: "FRAME:same_frames"
 *   options {
 *     [mediapipe.BypassCalculatorOptions.ext] {
 *       pass_input_stream: "FRAME"
 *       pass_output_stream: "FRAME"
 *     }
 *   }
 * }
 * }</pre>
 */
final class BypassCalculator extends Calculator {
  /** The input of each output, or -1. */
  private int[] inputOf = {};

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes some inputs in place of a node that is left out.");
    cc.setTimestampOffset(0);
    int[] from =
        pairs(
            cc.options(BypassCalculatorOptions.class), cc.inputs().tagMap(), cc.outputs().tagMap());
    for (int id = 0; id < cc.inputs().size(); id++) {
      cc.inputs().index(id).setAny();
    }
    for (int id = 0; id < from.length; id++) {
      if (from[id] < 0) {
        cc.outputs().index(id).setAny();
      } else {
        cc.outputs().index(id).setSameAs(cc.inputs().index(from[id]));
      }
    }
    for (int id = 0; id < cc.inputSidePackets().size(); id++) {
      cc.inputSidePackets().index(id).setAny();
    }
  }

  private static int[] pairs(BypassCalculatorOptions options, TagMap inputs, TagMap outputs) {
    RetCheck.that(
        options.getPassInputStreamCount() == options.getPassOutputStreamCount(),
        "pass_input_stream and pass_output_stream pair off: as many of each");
    int[] from = new int[outputs.size()];
    Arrays.fill(from, -1);
    for (int i = 0; i < options.getPassInputStreamCount(); i++) {
      int input = id(inputs, "pass_input_stream", options.getPassInputStream(i));
      from[id(outputs, "pass_output_stream", options.getPassOutputStream(i))] = input;
    }
    return from;
  }

  private static int id(TagMap ports, String field, String tagIndex) {
    int id = TagIndex.parse(tagIndex).id(ports);
    RetCheck.argument(
        id >= 0, "%s names \"%s\", but the node has %s".formatted(field, tagIndex, ports));
    return id;
  }

  @Override
  public void open(CalculatorContext cc) {
    inputOf =
        pairs(
            cc.options(BypassCalculatorOptions.class), cc.inputs().tagMap(), cc.outputs().tagMap());
  }

  @Override
  public void process(CalculatorContext cc) {
    long bound = Timestamp.next(cc.inputTimestamp());
    for (int id = 0; id < inputOf.length; id++) {
      OutputPort output = cc.outputs().index(id);
      if (inputOf[id] < 0) {
        output.setNextTimestampBound(Math.max(output.nextTimestampBound(), bound));
        continue;
      }
      Packet packet = cc.inputs().index(inputOf[id]).packet();
      if (packet.timestamp() == cc.inputTimestamp()) {
        output.add(packet);
      }
    }
  }

  @Override
  public void close(CalculatorContext cc) {
    for (int id = 0; id < cc.outputs().size(); id++) {
      cc.outputs().index(id).close();
    }
  }
}
