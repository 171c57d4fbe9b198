package dev.easel.framework.core.timing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.SequenceShiftCalculatorOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Moves packets along the timestamps of their stream: packet <i>i</i> leaves at the timestamp of
 * packet <i>i + packet_offset</i>. Packets without such a partner are dropped.
 *
 * <ul>
 *   <li>Input streams: one without a tag (any type).
 *   <li>Output streams: one without a tag (the same type).
 *   <li>Input side packets: {@code PACKET_OFFSET} (Integer, optional), instead of the option.
 *   <li>Options: {@code SequenceShiftCalculatorOptions}: {@code packet_offset} (-1).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "SequenceShiftCalculator"
 *   input_stream: "frames"
 *   output_stream: "next_frame_at_the_time_of_this_one"
 * }
 * }</pre>
 */
final class SequenceShiftCalculator extends Calculator {
  private static final String PACKET_OFFSET = "PACKET_OFFSET";

  private final Deque<Packet> packets = new ArrayDeque<>();
  private final Deque<Long> timestamps = new ArrayDeque<>();
  private int offset;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Shifts packets against their timestamps.");
    cc.outputs().tag("").setSameAs(cc.inputs().tag("").setAny());
    cc.inputSidePackets().tag(PACKET_OFFSET).set(Integer.class).optional();
    if (!cc.inputSidePackets().hasTag(PACKET_OFFSET)) {
      SequenceShiftCalculatorOptions options = cc.options(SequenceShiftCalculatorOptions.class);
      check(options, options.getPacketOffset());
    }
  }

  private static void check(SequenceShiftCalculatorOptions options, int offset) {
    if (offset > 0 && options.getEmitEmptyPacketsBeforeFirstPacket()) {
      throw new StatusException(
          StatusCode.UNIMPLEMENTED,
          "emit_empty_packets_before_first_packet is not supported with a positive packet_offset");
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    SequenceShiftCalculatorOptions options = cc.options(SequenceShiftCalculatorOptions.class);
    offset =
        cc.inputSidePackets().hasTag(PACKET_OFFSET)
            ? cc.inputSidePackets().tag(PACKET_OFFSET).get(Integer.class)
            : options.getPacketOffset();
    check(options, offset);
    if (offset == 0) {
      cc.outputs().index(0).setOffset(0);
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    Packet packet = cc.inputs().index(0).packet();
    if (offset > 0) {
      later(cc, packet);
    } else if (offset < 0) {
      earlier(cc, packet);
    } else {
      cc.outputs().index(0).add(packet);
    }
  }

  private void later(CalculatorContext cc, Packet packet) {
    if (packets.size() >= offset) {
      cc.outputs().index(0).add(packets.removeFirst().at(cc.inputTimestamp()));
    }
    packets.addLast(packet);
  }

  private void earlier(CalculatorContext cc, Packet packet) {
    if (timestamps.size() >= -(long) offset) {
      cc.outputs().index(0).add(packet.at(timestamps.removeFirst()));
    }
    timestamps.addLast(cc.inputTimestamp());
  }
}
