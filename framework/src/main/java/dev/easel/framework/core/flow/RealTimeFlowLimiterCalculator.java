package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * The older flow limiter: counts how many timestamps it passed and how many {@code FINISHED}
 * packets came back, and drops what arrives while too many are under way. New graphs use {@code
 * FlowLimiterCalculator}.
 *
 * <ul>
 *   <li>Input streams: one or more without a tag, any types; {@code FINISHED} (any type, usually a
 *       back edge), one packet per timestamp passed; one more is an error.
 *   <li>Output streams: as many without a tag; {@code ALLOW} (Boolean, optional): whether the
 *       limiter is open, each time that changes, at timestamps 1, 2, 3…
 *   <li>Input side packets: {@code MAX_IN_FLIGHT} (Integer, 1 if absent).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "RealTimeFlowLimiterCalculator"
 *   input_stream: "frames"
 *   input_stream: "FINISHED:result"
 *   input_stream_info { tag_index: "FINISHED" back_edge: true }
 *   output_stream: "limited_frames"
 * }
 * }</pre>
 */
final class RealTimeFlowLimiterCalculator extends Calculator {
  private static final String ALLOW = "ALLOW";
  private static final String MAX_IN_FLIGHT = "MAX_IN_FLIGHT";

  private final TreeSet<Long> pending = new TreeSet<>();
  private long[] bounds = {};
  private long lastDropped = Timestamp.UNSET;
  private long allowTime;
  private int inFlight;
  private int maxInFlight = 1;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Lets so many packets at most be under way, and drops others.");
    int streams = cc.inputs().count("");
    RetCheck.that(streams >= 1, "at least one input stream without a tag");
    RetCheck.that(
        cc.outputs().count("") == streams,
        "Output streams must correspond input streams except for the finish indicator input"
            + " stream.");
    for (int i = 0; i < streams; i++) {
      cc.outputs().get("", i).setSameAs(cc.inputs().get("", i).setAny());
    }
    cc.inputs().tag("FINISHED").setAny();
    if (cc.inputSidePackets().hasTag(MAX_IN_FLIGHT)) {
      cc.inputSidePackets().tag(MAX_IN_FLIGHT).set(Integer.class);
    }
    cc.outputs().tag(ALLOW).set(Boolean.class).optional();
    cc.setInputStreamHandler("ImmediateInputStreamHandler");
  }

  @Override
  public void open(CalculatorContext cc) {
    if (cc.inputSidePackets().hasTag(MAX_IN_FLIGHT)) {
      maxInFlight = cc.inputSidePackets().tag(MAX_IN_FLIGHT).get(Integer.class);
    }
    RetCheck.that(maxInFlight >= 1, "MAX_IN_FLIGHT is at least 1, not " + maxInFlight);
    bounds = new long[cc.inputs().count("")];
    Arrays.fill(bounds, Timestamp.UNSET);
    Headers.copy(cc);
  }

  @Override
  public void process(CalculatorContext cc) {
    boolean allowedBefore = allows();
    if (!cc.inputs().tag("FINISHED").isEmpty()) {
      RetCheck.that(inFlight > 0, "Received a FINISHED packet, but we had none in flight.");
      inFlight--;
    }
    long incomplete = Timestamp.DONE;
    for (int i = 0; i < bounds.length; i++) {
      InputPort input = cc.inputs().get("", i);
      OutputPort output = cc.outputs().get("", i);
      settle(i, input.packet().timestamp(), output);
      incomplete = Math.min(incomplete, bounds[i]);
      pass(input, output);
    }
    pending.headSet(incomplete).clear();
    if (allowedBefore != allows() && cc.outputs().hasTag(ALLOW)) {
      cc.outputs().tag(ALLOW).add(allows(), ++allowTime);
    }
  }

  private boolean allows() {
    return inFlight < maxInFlight;
  }

  private void settle(int index, long timestamp, OutputPort output) {
    if (Timestamp.isRangeValue(timestamp) && bounds[index] <= timestamp && !output.isClosed()) {
      bounds[index] = Timestamp.add(timestamp, 1);
      output.setNextTimestampBound(bounds[index]);
    }
  }

  private void pass(InputPort input, OutputPort output) {
    Packet packet = input.packet();
    long timestamp = packet.timestamp();
    if (packet.isEmpty()) {
      if (input.isDone() && !output.isClosed()) {
        output.close();
      }
    } else if (pending.contains(timestamp)) {
      output.add(packet);
    } else if (allows() && timestamp > lastDropped) {
      output.add(packet);
      pending.add(timestamp);
      inFlight++;
    } else {
      lastDropped = Math.max(lastDropped, timestamp);
    }
  }
}
