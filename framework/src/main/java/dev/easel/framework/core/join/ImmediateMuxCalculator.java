package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.ImmediateMuxCalculatorOptions;

/**
 * Forwards the packets of all inputs as they come and drops those that are older than what already
 * left. Meant for the {@code ImmediateInputStreamHandler}.
 *
 * <ul>
 *   <li>Input streams: any number without a tag, of one type.
 *   <li>Output streams: one without a tag (the type of the inputs); optionally a second (Boolean)
 *       with one {@code true} per input packet, dropped ones included, at the first free timestamp.
 *   <li>Options: {@code ImmediateMuxCalculatorOptions} (only as {@code node_options}): {@code
 *       process_timestamp_bounds} passes the bounds of the inputs on.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "ImmediateMuxCalculator"
 *   input_stream: "fast"
 *   input_stream: "slow"
 *   output_stream: "newest"
 *   input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler" }
 * }
 * }</pre>
 */
final class ImmediateMuxCalculator extends Calculator {
  private boolean processesBounds;
  private long bound = Timestamp.PRE_STREAM;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes whichever input comes first, and drops what is older.");
    int outputs = cc.outputs().size();
    RetCheck.that(
        outputs >= 1 && outputs <= 2, "This calculator produces only one or two output streams.");
    cc.outputs().get("", 0).setAny();
    if (outputs == 2) {
      cc.outputs().get("", 1).set(Boolean.class);
    }
    for (int i = 0; i < cc.inputs().size(); i++) {
      cc.inputs().get("", i).setSameAs(cc.outputs().get("", 0));
    }
    if (cc.options(ImmediateMuxCalculatorOptions.class).getProcessTimestampBounds()) {
      cc.setProcessTimestampBounds(true);
    } else {
      cc.setTimestampOffset(0);
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    processesBounds = cc.options(ImmediateMuxCalculatorOptions.class).getProcessTimestampBounds();
  }

  @Override
  public void process(CalculatorContext cc) {
    boolean onlyBounds = true;
    for (int i = 0; i < cc.inputs().size(); i++) {
      Packet packet = cc.inputs().index(i).packet();
      if (!packet.isEmpty()) {
        onlyBounds = false;
        forward(cc, packet);
      }
    }
    if (processesBounds && onlyBounds && cc.inputTimestamp() >= bound) {
      passBound(cc);
    }
  }

  private void forward(CalculatorContext cc, Packet packet) {
    if (packet.timestamp() >= bound) {
      cc.outputs().index(0).add(packet);
      bound = Timestamp.next(packet.timestamp());
    }
    if (cc.outputs().size() == 2 && !cc.outputs().index(1).isClosed()) {
      OutputPort done = cc.outputs().index(1);
      done.add(true, Math.max(cc.inputTimestamp(), done.nextTimestampBound()));
    }
  }

  private void passBound(CalculatorContext cc) {
    boolean last = Timestamp.next(cc.inputTimestamp()) == Timestamp.ONE_OVER_POST_STREAM;
    if (!last) {
      bound = Timestamp.next(cc.inputTimestamp());
    }
    for (int i = 0; i < cc.outputs().size(); i++) {
      if (last) {
        cc.outputs().index(i).close();
      } else {
        cc.outputs().index(i).setNextTimestampBound(bound);
      }
    }
  }
}
