package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.core.port.PacketOptions;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.FlowLimiterCalculatorOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Drops packets while the nodes behind it are busy: at most {@code max_in_flight} timestamps of the
 * first input are worked on at once, at most {@code max_in_queue} more wait, and older waiting ones
 * are dropped. The other inputs follow the first. A timestamp is finished when {@code FINISHED}
 * brings a packet or a bound at or after it.
 *
 * <ul>
 *   <li>Input streams: one or more without a tag, any types; {@code FINISHED} (any type, usually a
 *       back edge); {@code OPTIONS} ({@code FlowLimiterCalculatorOptions}, optional).
 *   <li>Output streams: as many without a tag; {@code ALLOW} (Boolean, optional): whether each
 *       timestamp passed.
 *   <li>Input side packets: {@code MAX_IN_FLIGHT} (Integer, optional), {@code OPTIONS} ({@code
 *       FlowLimiterCalculatorOptions}, optional).
 *   <li>Options: {@code FlowLimiterCalculatorOptions}: {@code max_in_flight} (1), {@code
 *       max_in_queue} (0), {@code in_flight_timeout} (0, microseconds of stream time).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "FlowLimiterCalculator"
 *   input_stream: "frames"
 *   input_stream: "FINISHED:result"
 *   input_stream_info { tag_index: "FINISHED" back_edge: true }
 *   output_stream: "limited_frames"
 * }
 * }</pre>
 */
final class FlowLimiterCalculator extends Calculator {
  private static final String FINISHED = "FINISHED";
  private static final String ALLOW = "ALLOW";
  private static final String OPTIONS = "OPTIONS";
  private static final String MAX_IN_FLIGHT = "MAX_IN_FLIGHT";

  private final List<Deque<Packet>> queues = new ArrayList<>();
  private final Deque<Long> inFlight = new ArrayDeque<>();
  private final NavigableMap<Long, Boolean> allowed = new TreeMap<>();
  private FlowLimiterCalculatorOptions options = FlowLimiterCalculatorOptions.getDefaultInstance();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Lets so many timestamps at most be under way, and drops older ones.");
    cc.inputSidePackets().tag(OPTIONS).set(FlowLimiterCalculatorOptions.class).optional();
    cc.inputs().tag(OPTIONS).set(FlowLimiterCalculatorOptions.class).optional();
    RetCheck.that(cc.inputs().count("") >= 1, "at least one input stream without a tag");
    for (int i = 0; i < cc.inputs().count(""); i++) {
      cc.outputs().get("", i).setSameAs(cc.inputs().get("", i).setAny());
    }
    cc.inputs().tag(FINISHED).setAny();
    cc.inputSidePackets().tag(MAX_IN_FLIGHT).set(Integer.class).optional();
    cc.outputs().tag(ALLOW).set(Boolean.class).optional();
    cc.setInputStreamHandler("ImmediateInputStreamHandler");
    cc.setProcessTimestampBounds(true);
  }

  @Override
  public void open(CalculatorContext cc) {
    options = cc.options(FlowLimiterCalculatorOptions.class);
    if (cc.inputSidePackets().hasTag(OPTIONS)) {
      merge(cc.inputSidePackets().tag(OPTIONS));
    }
    if (cc.inputSidePackets().hasTag(MAX_IN_FLIGHT)) {
      int limit = cc.inputSidePackets().tag(MAX_IN_FLIGHT).get(Integer.class);
      options = options.toBuilder().setMaxInFlight(limit).build();
    }
    for (int i = 0; i < cc.inputs().count(""); i++) {
      queues.add(new ArrayDeque<>());
    }
    allowed.put(Timestamp.UNSET, true);
    Headers.copy(cc);
  }

  private void merge(Packet packet) {
    options = PacketOptions.merge(options, packet, FlowLimiterCalculatorOptions.ext);
  }

  @Override
  public void process(CalculatorContext cc) {
    if (cc.inputs().hasTag(OPTIONS)) {
      merge(cc.inputs().tag(OPTIONS).packet());
    }
    finish(cc);
    for (int i = 0; i < queues.size(); i++) {
      InputPort input = cc.inputs().get("", i);
      if (!input.isEmpty()) {
        queues.get(i).add(input.packet());
      }
    }
    giveUpLate(cc);
    passFirst(cc);
    for (int i = 1; i < queues.size(); i++) {
      passFollowing(cc, i);
    }
    forget(cc);
  }

  private void finish(CalculatorContext cc) {
    long finished = cc.inputs().tag(FINISHED).packet().timestamp();
    if (finished == cc.inputTimestamp()) {
      while (!inFlight.isEmpty() && inFlight.getFirst() <= finished) {
        inFlight.removeFirst();
      }
    }
  }

  private void giveUpLate(CalculatorContext cc) {
    long timeout = options.getInFlightTimeout();
    long latest = settled(cc, 0);
    if (timeout > 0 && latest == cc.inputTimestamp() && latest < Timestamp.MAX) {
      while (!inFlight.isEmpty() && latest - inFlight.getFirst() > timeout) {
        inFlight.removeFirst();
      }
    }
  }

  private void passFirst(CalculatorContext cc) {
    Deque<Packet> queue = queues.get(0);
    OutputPort output = cc.outputs().get("", 0);
    while (!queue.isEmpty() && isBelow(inFlight.size(), options.getMaxInFlight())) {
      Packet packet = queue.removeFirst();
      output.add(packet);
      decide(cc, packet.timestamp(), true);
      inFlight.addLast(packet.timestamp());
    }
    while (isBelow(options.getMaxInQueue(), queue.size())) {
      decide(cc, queue.removeFirst().timestamp(), false);
    }
    if (queue.isEmpty()) {
      long bound = Timestamp.next(settled(cc, 0));
      promise(output, bound);
      if (cc.outputs().hasTag(ALLOW)) {
        promise(cc.outputs().tag(ALLOW), bound);
      }
    } else {
      promise(output, queue.getFirst().timestamp());
    }
  }

  /** Compares as MediaPipe does, for which a negative limit is none. */
  private static boolean isBelow(int a, int b) {
    return Integer.compareUnsigned(a, b) < 0;
  }

  private void decide(CalculatorContext cc, long timestamp, boolean allow) {
    if (cc.outputs().hasTag(ALLOW)) {
      cc.outputs().tag(ALLOW).add(allow, timestamp);
    }
    allowed.put(timestamp, allow);
  }

  private void passFollowing(CalculatorContext cc, int index) {
    Deque<Packet> queue = queues.get(index);
    OutputPort output = cc.outputs().get("", index);
    long decided = cc.outputs().get("", 0).nextTimestampBound();
    while (!queue.isEmpty() && queue.getFirst().timestamp() < decided) {
      Packet packet = queue.removeFirst();
      if (allowed.floorEntry(packet.timestamp()).getValue()) {
        output.add(packet);
      }
    }
    promise(output, bound(cc, index));
  }

  /** Decisions about timestamps that no queue can bring any more are not needed again. */
  private void forget(CalculatorContext cc) {
    long bound = Timestamp.DONE;
    for (int i = 0; i < queues.size(); i++) {
      bound = Math.min(bound, bound(cc, i));
    }
    allowed.headMap(allowed.floorKey(bound), false).clear();
  }

  private long bound(CalculatorContext cc, int index) {
    Deque<Packet> queue = queues.get(index);
    return queue.isEmpty() ? Timestamp.next(settled(cc, index)) : queue.getFirst().timestamp();
  }

  private static long settled(CalculatorContext cc, int index) {
    return cc.inputs().get("", index).packet().timestamp();
  }

  private static void promise(OutputPort output, long bound) {
    if (bound > Timestamp.MAX) {
      output.close();
    } else {
      output.setNextTimestampBound(bound);
    }
  }
}
