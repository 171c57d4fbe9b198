package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Brings back what a later node made of the previous packet: for each packet of {@code MAIN}, the
 * {@code LOOP} packet at the timestamp of the {@code MAIN} packet before, restamped; a bound where
 * there is none, as for the first.
 *
 * <ul>
 *   <li>Input streams: {@code MAIN} (any type); {@code LOOP} (any type, a back edge).
 *   <li>Output streams: {@code PREV_LOOP} (the type of {@code LOOP}).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PreviousLoopbackCalculator"
 *   input_stream: "MAIN:frames"
 *   input_stream: "LOOP:boxes"
 *   input_stream_info { tag_index: "LOOP" back_edge: true }
 *   output_stream: "PREV_LOOP:previous_boxes"
 * }
 * }</pre>
 */
final class PreviousLoopbackCalculator extends Calculator {
  /** A timestamp of MAIN, and that of the LOOP packet that belongs to it. */
  private record Wanted(long timestamp, long loopTimestamp) {}

  private final Deque<Wanted> wanted = new ArrayDeque<>();
  private final Deque<Packet> loopPackets = new ArrayDeque<>();
  private long lastMain = Timestamp.UNSTARTED;
  private long lastMainPacket = Timestamp.UNSTARTED;
  private long lastLoop = Timestamp.UNSET;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives for each packet what a later node made of the one before.");
    cc.inputs().tag("MAIN").setAny();
    cc.outputs().tag("PREV_LOOP").setSameAs(cc.inputs().tag("LOOP").setAny());
    cc.setInputStreamHandler("ImmediateInputStreamHandler");
    cc.setProcessTimestampBounds(true);
  }

  @Override
  public void open(CalculatorContext cc) {
    Headers.copy(cc.inputs().tag("LOOP"), cc.outputs().tag("PREV_LOOP"));
  }

  @Override
  public void process(CalculatorContext cc) {
    takeMain(cc.inputs().tag("MAIN").packet());
    takeLoop(cc.inputs().tag("LOOP").packet());
    OutputPort output = cc.outputs().index(0);
    while (!wanted.isEmpty() && !loopPackets.isEmpty()) {
      Wanted next = wanted.getFirst();
      match(next, loopPackets.getFirst(), output);
      if (next.timestamp() == Timestamp.MAX) {
        output.close();
      }
    }
  }

  private void takeMain(Packet main) {
    if (lastMain >= main.timestamp()) {
      return;
    }
    long loopTimestamp = Timestamp.UNSET;
    if (!main.isEmpty()) {
      loopTimestamp = lastMainPacket;
      lastMainPacket = main.timestamp();
    }
    wanted.addLast(new Wanted(main.timestamp(), loopTimestamp));
    lastMain = main.timestamp();
  }

  private void takeLoop(Packet loop) {
    if (lastLoop < loop.timestamp()) {
      loopPackets.addLast(loop);
      lastLoop = loop.timestamp();
    }
  }

  private void match(Wanted next, Packet candidate, OutputPort output) {
    if (next.loopTimestamp() > candidate.timestamp()) {
      loopPackets.removeFirst();
      return;
    }
    wanted.removeFirst();
    if (next.loopTimestamp() == candidate.timestamp()) {
      loopPackets.removeFirst();
    }
    if (output.isClosed()) {
      return;
    }
    if (next.loopTimestamp() < candidate.timestamp() || candidate.isEmpty()) {
      output.setNextTimestampBound(Timestamp.add(next.timestamp(), 1));
    } else {
      output.add(candidate.at(next.timestamp()));
    }
  }
}
