package dev.easel.framework.core.choice;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.packet.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Passes the packets of the channel in force at their timestamp. Part of a {@link SwitchContainer}.
 *
 * <ul>
 *   <li>Input streams: {@code C0__TAG}, {@code C1__TAG}… for each {@code TAG} (any types); {@code
 *       SELECT} (Integer) or {@code ENABLE} (Boolean, channel 1 or 0), optional.
 *   <li>Output streams: each {@code TAG}.
 *   <li>Input and output side packets: the same; {@code SELECT} or {@code ENABLE} for the whole
 *       run.
 *   <li>Options: {@code SwitchContainerOptions}: {@code select}, {@code enable}.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "SwitchMuxCalculator"
 *   input_stream: "SELECT:which"
 *   input_stream: "C0__FRAME:frames_of_first"
 *   input_stream: "C1__FRAME:frames_of_second"
 *   output_stream: "FRAME:frames"
 * }
 * }</pre>
 */
final class SwitchMuxCalculator extends Calculator {
  private final ChannelHistory history = new ChannelHistory();
  private final List<Deque<Packet>> queues = new ArrayList<>();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes the channel that is selected.");
    ChannelHistory.declare(cc);
    declare(cc.inputs(), cc.outputs());
    declare(cc.inputSidePackets(), cc.outputSidePackets());
    cc.setInputStreamHandler("ImmediateInputStreamHandler");
    cc.setProcessTimestampBounds(true);
  }

  private static void declare(Ports<PortType> from, Ports<PortType> to) {
    Set<String> tags = Channels.tags(from.tagMap());
    for (TagMap.Entry entry : to.tagMap().entries()) {
      if (!tags.contains(entry.tag())) {
        continue;
      }
      PortType type = to.get(entry.tag(), entry.index()).setAny();
      Channels.ids(from.tagMap(), entry).forEach(id -> from.index(id).setSameAs(type));
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    history.open(cc);
    for (int id = 0; id < cc.inputs().size(); id++) {
      queues.add(new ArrayDeque<>());
    }
    for (int id = 0; id < cc.outputSidePackets().size(); id++) {
      TagMap.Entry entry = cc.outputSidePackets().tagMap().entry(id);
      String tag = Channels.tag(entry.tag(), history.current());
      cc.outputSidePackets().index(id).set(cc.inputSidePackets().get(tag, entry.index()));
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    history.record(cc);
    for (int id = 0; id < queues.size(); id++) {
      Packet packet = cc.inputs().index(id).packet();
      if (!ChannelHistory.isControl(cc.inputs().tagMap().entry(id).tag())
          && packet.timestamp() == cc.inputTimestamp()) {
        queues.get(id).addLast(packet);
      }
    }
    while (sendOldestPeriod(cc)) {}
  }

  /**
   * Sends what the oldest period still has.
   *
   * @return whether the period is over and was forgotten
   */
  private boolean sendOldestPeriod(CalculatorContext cc) {
    Map.Entry<Long, Integer> period = history.starts().firstEntry();
    Long next = history.starts().higherKey(period.getKey());
    long end = next == null ? Timestamp.next(ChannelHistory.settled(cc)) : next;
    long settled = send(cc, period.getValue(), period.getKey(), end);
    if (next == null || Timestamp.next(settled) < end) {
      return false;
    }
    for (Deque<Packet> queue : queues) {
      dropBefore(queue, end);
    }
    history.forgetThrough(period.getKey());
    return true;
  }

  /** Sends the channel's packets of a period; returns up to when all its streams are settled. */
  private long send(CalculatorContext cc, int channel, long start, long end) {
    long settled = Timestamp.DONE;
    for (int id = 0; id < cc.outputs().size(); id++) {
      TagMap.Entry entry = cc.outputs().tagMap().entry(id);
      String tag = Channels.tag(entry.tag(), channel);
      if (!cc.inputs().has(tag, entry.index())) {
        continue;
      }
      int input = cc.inputs().id(tag, entry.index());
      Deque<Packet> queue = queues.get(input);
      dropBefore(queue, start);
      while (!queue.isEmpty() && queue.getFirst().timestamp() < end) {
        cc.outputs().index(id).add(queue.removeFirst());
      }
      settled = Math.min(settled, cc.inputs().index(input).packet().timestamp());
    }
    return settled;
  }

  private static void dropBefore(Deque<Packet> queue, long timestamp) {
    while (!queue.isEmpty() && queue.getFirst().timestamp() < timestamp) {
      queue.removeFirst();
    }
  }
}
